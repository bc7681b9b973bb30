import { table } from '../render/markdown.ts';
import { defineReport } from './define.ts';

export const usageResource = defineReport({
  uri: 'tiktok-creator://usage',
  name: 'usage',
  title: 'Usage',
  description:
    'Upstream calls, answers from the cache, failures and retries since this server started, by endpoint and account.',
  text(app) {
    const { since, totals, by_endpoint, by_account } = app.client.usage();
    const rows = (counts: Readonly<Record<string, object>>, key: string) =>
      Object.entries(counts).map(([name, own]) => ({ [key]: name, ...own }));
    const blocks = [
      `Usage · since ${since}${app.sandbox ? ' · sandbox, invented data' : ''}`,
      table([{ ...totals }], undefined),
    ];
    for (const [key, counts] of [
      ['endpoint', by_endpoint],
      ['account', by_account],
    ] as const) {
      if (Object.keys(counts).length > 0) blocks.push(table(rows(counts, key), undefined));
    }
    return blocks.join('\n\n');
  },
});
