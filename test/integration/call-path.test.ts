import { Session } from 'node:inspector/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectToSandbox } from '../support/connect.ts';

/**
 * The files of `src` that a call goes through. Whoever follows a call has to open all of them, so there should be few;
 * each of those held below has one subject, and fewer would have several.
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

describe('named code runs', () => {
  it('in few files for a list', async () => {
    const files = await filesOf(
      'get_video_list_analytics',
      { start_date: '2026-09-05' },
      { start_date: '2026-10-05' },
    );
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(40);
  });

  it('in few files for a report', async () => {
    const files = await filesOf('summarize_month', { month: '2026-09' }, { month: '2026-10' });
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(49);
  });
});
