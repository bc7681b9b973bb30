import { z } from 'zod';
import { connectToSandbox } from '../../test/support/connect.ts';
import { type Chat, draw } from './chat-svg.ts';
import type { Document } from './document.ts';

const QUESTION = 'How is my month going, and is my account in danger?';

const money = z.object({
  revenue: z.number(),
  commission_estimated: z.number(),
  items_sold: z.number(),
});
const change = z.object({ relative: z.number() });

/** What the picture needs of `summarize_month`. */
const monthRead = z.object({
  window: z.object({ from: z.string(), last_day_with_data: z.string() }),
  currency: z.string(),
  totals: money,
  previous: z.object({ window: z.object({ from: z.string(), to: z.string() }), totals: money }),
  change: z.object({ revenue: change, commission_estimated: change, items_sold: change }),
  best_day: z.object({ date: z.string(), weekday: z.string(), revenue: z.number() }),
  top_products: z.array(z.object({ title: z.string(), revenue: z.number(), items_sold: z.number() })).min(1),
  notes: z.array(z.string()).min(2),
});

/** What the picture needs of `summarize_account_health`. */
const healthRead = z.object({
  level: z.string(),
  score: z.number(),
  scale: z.object({ kind: z.literal('points') }),
  next_threshold: z.object({ at: z.number(), measure: z.string() }),
  appeals: z.object({ open: z.array(z.object({ reason: z.string(), deadline: z.string() })).length(1) }),
});

/** The picture of the README: one question, the calls for it, and what an assistant can say from their results. */
export const exchange: Document = {
  file: 'docs/exchange.svg',
  async text() {
    const connection = await connectToSandbox({ accounts: ['us'] });
    const month = await connection.call('summarize_month');
    const health = await connection.call('summarize_account_health');
    await connection.close();
    return draw(chat(monthRead.parse(month.structured), healthRead.parse(health.structured)));
  },
};

/** Every figure and name in it comes from the two results. */
function chat(month: z.output<typeof monthRead>, health: z.output<typeof healthRead>): Chat {
  const { totals, previous, best_day: best, currency } = month;
  const [product] = month.top_products;
  const [appeal] = health.appeals.open;
  const last = month.window.last_day_with_data;
  const grown = month.change.revenue.relative;
  const row = (name: string, key: keyof typeof totals, digits: number): readonly string[] => [
    name,
    amount(totals[key], digits),
    amount(previous.totals[key], digits),
    signed(month.change[key].relative),
  ];
  return {
    question: QUESTION,
    calls: ['summarize_month', 'summarize_account_health'],
    answer: [
      `Revenue is **${percent(Math.abs(grown))} ${grown < 0 ? 'below' : 'above'} ${monthName(previous.window.from)}**, over the days that both months have data for. ${best.weekday} ${dayName(best.date)} was the best day so far with ${amount(best.revenue, 2)} ${currency}; ${product?.title} brought the most: ${amount(product?.revenue ?? 0, 2)} ${currency}, ${product?.items_sold} items.`,
      `The account is at level **“${health.level}”** with ${health.score} violation points; the first measure, “${health.next_threshold.measure}”, comes at ${health.next_threshold.at}. One thing is open: the violation “${appeal?.reason}” can be appealed **before ${dayName(appeal?.deadline ?? '')}**.`,
    ],
    table: {
      heads: [
        '',
        `${monthName(month.window.from)} 1–${dayOf(last)}`,
        `${monthName(previous.window.from)} 1–${dayOf(previous.window.to)}`,
        'change',
      ],
      rows: [
        row(`Revenue (${currency})`, 'revenue', 2),
        row(`Commission, estimated (${currency})`, 'commission_estimated', 2),
        row('Items sold', 'items_sold', 0),
      ],
    },
    notes: month.notes.slice(0, 2),
    footer: 'Answers of the sandbox: all figures and names are invented.',
  };
}

const amount = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const percent = (ratio: number): string => `${amount(ratio * 100, 1)} %`;
const signed = (ratio: number): string => `${ratio < 0 ? '−' : '+'}${percent(Math.abs(ratio))}`;
const dayOf = (date: string): number => Number(date.slice(8, 10));
const monthName = (date: string): string =>
  new Date(`${date.slice(0, 10)}T00:00:00Z`).toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });
const dayName = (date: string): string => `${dayOf(date)} ${monthName(date)}`;
