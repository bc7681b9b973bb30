import { expect, onTestFinished, test } from 'vitest';
import { createDispatcher } from '../../../src/tikhub/dispatcher.ts';
import { createHttpTransport } from '../../../src/tikhub/http.ts';
import { answer, startFaultUpstream } from '../../support/faults/upstream.ts';

/** Turns of an event loop that has other things to do in each, until something is done. */
async function busyTurnsUntil(done: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const work = (): void => {
    if (isDone) return;
    turns += 1;
    const end = performance.now() + 2;
    while (performance.now() < end);
    setImmediate(work);
  };
  work();
  await done.catch(() => {});
  isDone = true;
  return turns;
}

test.each([
  ['as large as is read', 7],
  ['larger than is read', 9],
])('a packed response %s is unpacked at once, however busy the process is', async (_size, megabytes) => {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  upstream.play(answer({ body: Buffer.alloc(megabytes * 1024 * 1024, 0x20), packed: 'gzip' }));
  const transport = createHttpTransport(createDispatcher(undefined), () => new Date());
  onTestFinished(transport.close);
  const { signal } = new AbortController();
  // Hundreds of pieces, one in each turn, would take longer than any time limit.
  expect(await busyTurnsUntil(transport.post(new URL(upstream.url), {}, {}, signal))).toBeLessThan(150);
});
