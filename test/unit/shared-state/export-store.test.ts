import { expect, test } from 'vitest';
import { ExportStore } from '../../../src/shared-state/export-store.ts';

const now = (): Date => new Date('2026-11-22T12:00:00Z');
const file = (size: number) => ({ accounts: [], mimeType: 'text/csv', bytes: new Uint8Array(size) });

test('the oldest files go when there are too many', async () => {
  const store = new ExportStore({ now, maxFiles: 2 });
  const kept = [];
  for (let count = 0; count < 3; count += 1) kept.push(await store.keep(['a', '.csv'], file(10)));
  expect(kept.map(({ id }) => store.read(id) !== undefined)).toEqual([false, true, true]);
});

test('the oldest files go when they are too large together', async () => {
  const store = new ExportStore({ now, maxBytes: 100 });
  const kept = [];
  for (let count = 0; count < 3; count += 1) kept.push(await store.keep(['a', '.csv'], file(40)));
  expect(kept.map(({ id }) => store.read(id) !== undefined)).toEqual([false, true, true]);
});

test('names and ids are new each time, and no id is guessed from a name', async () => {
  const store = new ExportStore({ now });
  const [one, two] = [await store.keep(['a', '.csv'], file(1)), await store.keep(['a', '.csv'], file(1))];
  expect(one.name).not.toBe(two.name);
  expect(one.id).toMatch(/^[0-9a-f]{32}$/);
  expect(store.read(one.name)).toBeUndefined();
});
