import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { definitionsFor, noAccounts } from '../../../scripts/docs/definitions.ts';
import { reportTools } from '../../../src/tools/report-tools.ts';

/** What reports take and return is what the published JSON Schemas say: their reader relies on every field. */

const published = z.object({ name: z.string(), input: z.unknown(), output: z.unknown() });

it.each(reportTools.map(({ name }) => name))('%s takes and returns what is published', (name) => {
  const file = new URL(`../../../schema/tools/${name}.json`, import.meta.url);
  const { input, output } = published.parse(JSON.parse(readFileSync(file, 'utf8')));
  const tool = definitionsFor(noAccounts).find((one) => one.name === name);
  expect({ name, input: tool?.inputSchema, output: tool?.outputSchema }).toEqual({ name, input, output });
});
