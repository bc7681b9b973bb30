import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectToScript, envelope, NOW, type Result } from '../support/connect.ts';
import { unlimited } from '../support/context.ts';
import { CASES, CASES_TIMEOUT_MS } from '../support/reply-lab/cases.ts';
import {
  permissionLists,
  profiles,
  showcases,
  showcaseTotals,
  statuses,
  unreadableIn,
  violationPages,
  violationsIn,
  writeProfile,
  writeShowcase,
  writeStatus,
  writeViolationPage,
} from '../support/reply-lab/standing-story.ts';
import { type Told, valuesOf, writePayload } from '../support/reply-lab/told.ts';

/** Replies without days, through the protocol: what a value says is there, and what cannot be read is named. */

const SECONDS = NOW.getTime() / 1000;

let connection: Awaited<ReturnType<typeof connectToScript>>;
beforeAll(async () => {
  connection = await connectToScript({ createLimiter: unlimited });
});
afterAll(() => connection.close());

const scripted = (payload: object) =>
  ({ body: JSON.stringify(envelope('#')).replaceAll('"#"', writePayload(payload)), type: 'json' }) as const;

/** Asks a tool about replies, one a page. */
async function ask(tool: string, pages: readonly object[], args: object = {}): Promise<Result> {
  connection.answer(...pages.map(scripted));
  const result = await connection.call(tool, { ...args, fresh: true });
  expect(result.isError, result.text).toBe(false);
  return result;
}

const notesOf = ({ structured }: Result): readonly string[] =>
  z.object({ notes: z.array(z.string()) }).parse(structured).notes;

/** What could not be read is named with its number, and nothing else is. */
function expectNamed(result: Result, objects: readonly Readonly<Record<string, Told<unknown>>>[]): void {
  const names = unreadableIn(objects);
  const counted = [...new Set(names)].map((name) => {
    const count = names.filter((one) => one === name).length;
    const as = name === 'commission_rate' ? ' as a rate from 0 to 100 %' : '';
    return `${count === 1 ? 'One value' : `${count} values`} of ${name} could not be read${as}: left out.`;
  });
  expect(
    notesOf(result)
      .filter((note) => note.includes('could not be read'))
      .sort(),
  ).toEqual(counted.sort());
}

const instantOf = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;

const APPEALS = [
  'not appealed',
  'appealed or not submitted',
  'under review',
  'approved',
  'rejected',
  'expired',
];

describe('replies without days, against what they say', { timeout: CASES_TIMEOUT_MS }, () => {
  it('get_creator_account_info', async () => {
    await fc.assert(
      fc.asyncProperty(profiles, permissionLists, async (profile, permissions) => {
        const result = await ask('get_creator_account_info', [writeProfile(profile, permissions)]);
        const { account, fetched_at, cached, notes, ...own } = z.record(z.unknown()).parse(result.structured);
        expect(own).toEqual({
          partner_name: 'none',
          ...valuesOf(profile),
          permissions: permissions.flatMap(({ value }) => value ?? []),
        });
        expectNamed(result, [profile, ...permissions.map((one) => ({ permissions: one }))]);
      }),
      { numRuns: CASES },
    );
  });

  it('get_account_health_status', async () => {
    await fc.assert(
      fc.asyncProperty(statuses, async (status) => {
        const result = await ask('get_account_health_status', [writeStatus(status)]);
        const { account, fetched_at, cached, notes, ...own } = z.record(z.unknown()).parse(result.structured);
        expect(own).toEqual(valuesOf(status));
        expectNamed(result, [status]);
      }),
      { numRuns: CASES },
    );
  });

  it('get_showcase_product_list', async () => {
    await fc.assert(
      fc.asyncProperty(showcases, fc.nat(60), async (story, offset) => {
        const result = await ask('get_showcase_product_list', [writeShowcase(story)], { offset });
        const { totals, products, page } = z
          .object({
            totals: z.record(z.number()),
            products: z.array(z.object({ product_id: z.string().optional() }).passthrough()),
            page: z.object({ shown: z.number(), total: z.number().optional(), next: z.unknown() }),
          })
          .parse(result.structured);
        const model = showcaseTotals(story);
        expect(totals).toEqual(model.totals);
        expect(products.map(({ product_id }) => product_id)).toEqual(model.ids);
        const received = story.products.length + story.others.length;
        const reached = offset + received;
        const isMore = received > 0 && reached < (story.total.value ?? Number.POSITIVE_INFINITY);
        expect(page).toEqual({
          shown: model.ids.length,
          ...(story.total.value === undefined ? {} : { total: story.total.value }),
          next: isMore ? { offset: reached, count: 20 } : null,
        });
        expect(
          notesOf(result).some((note) => note.startsWith('Entries of the list that are not products')),
        ).toBe(story.others.length > 0);
        expectNamed(result, [...story.products, { total: story.total }]);
      }),
      { numRuns: CASES },
    );
  });

  it('get_account_violation_list', async () => {
    await fc.assert(
      fc.asyncProperty(violationPages(SECONDS), async (pages) => {
        const result = await ask('get_account_violation_list', pages.map(writeViolationPage), {
          max_pages: pages.length,
        });
        const { totals, violations, page } = z
          .object({
            totals: z.object({
              active: z.number(),
              open_to_appeal: z.number(),
              next_deadline: z.string().optional(),
              open_record_ids: z.array(z.string()),
            }),
            violations: z.array(z.record(z.unknown())),
            page: z.object({ shown: z.number(), total: z.number().optional(), next: z.unknown() }),
          })
          .parse(result.structured);
        const model = violationsIn(pages, SECONDS);
        expect(violations).toEqual(
          model.records.map((record) => {
            const { active, appeal_state, occurred_at, appeal_deadline, ...own } = valuesOf(record);
            const state = record.appeal_state.value;
            return expect.objectContaining({
              ...own,
              ...(active === undefined ? {} : { active: active === 1 }),
              ...(state === undefined ? {} : { appeal_state: APPEALS[state] ?? `code ${state}` }),
              ...(record.occurred_at.value && { occurred_at: instantOf(record.occurred_at.value) }),
              ...(record.appeal_deadline.value && {
                appeal_deadline: instantOf(record.appeal_deadline.value),
              }),
            });
          }),
        );
        expect([totals.active, totals.open_to_appeal]).toEqual([model.active, model.open.length]);
        expect(totals.next_deadline).toBe(model.next_deadline && instantOf(model.next_deadline));
        expect([...totals.open_record_ids].sort()).toEqual(
          model.open.flatMap(({ record_id }) => record_id.value ?? []).sort(),
        );
        expect([page.shown, page.total]).toEqual([model.page.shown, model.page.total]);
        expect(page.next !== null).toBe(model.page.isMore);
        const isOnePage = model.read.length === 1;
        if (isOnePage)
          expectNamed(
            result,
            model.read.flatMap(({ records, total, has_more }) => [...records, { total, has_more }]),
          );
        else
          for (const name of unreadableIn(model.read.flatMap(({ records }) => records)))
            expect(notesOf(result).join('\n')).toContain(` of ${name} could not be read`);
      }),
      { numRuns: CASES },
    );
  });
});
