import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tools } from '../../src/tools/index.ts';
import { type Connection, connectToSandbox } from '../support/connect.ts';
import { PHRASINGS } from '../support/phrasings.ts';

let sandbox: Connection;
let listed: ReadonlySet<string>;
let instructions: string;
beforeAll(async () => {
  sandbox = await connectToSandbox();
  listed = new Set((await sandbox.host.listTools()).tools.map(({ name }) => name));
  instructions = sandbox.host.getInstructions() ?? '';
});
afterAll(() => sandbox.close());

describe('what people ask', () => {
  test('is forty questions, each asked once', () => {
    expect(new Set(PHRASINGS.map(([asked]) => asked)).size).toBe(40);
  });

  test.each(PHRASINGS)('%s: %s is listed', (_asked, tool) => {
    expect([...listed]).toContain(tool);
  });

  test('reaches every report', () => {
    const reached = new Set(PHRASINGS.map(([, tool]) => tool));
    const reports = tools.map(({ name }) => name).filter((name) => !name.startsWith('get_'));
    expect(reports.filter((name) => !reached.has(name))).toEqual([]);
  });

  test('is led by the instructions to each report about one account', () => {
    const reports = tools.filter(({ name, multiAccount }) => !name.startsWith('get_') && !multiAccount);
    for (const { name } of reports) expect(instructions).toContain(name);
  });
});
