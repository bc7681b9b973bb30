import { existsSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { ExportStore } from '../../../src/shared-state/export-store.ts';
import { folder } from '../../support/temporary-folder.ts';

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

test('a directory whose path is relative is made, and told with its whole path', async () => {
  const directory = join(folder().path, 'new', 'exports');
  const store = new ExportStore({ now, directory: relative(process.cwd(), directory) });
  const kept = await Promise.all([1, 2, 3].map(() => store.keep(['a', '.csv'], file(1))));
  expect(kept.map(({ path }) => path)).toEqual(kept.map(({ name }) => join(directory, name)));
});

test.skipIf(process.platform === 'win32')('a broken link is reported in words', async () => {
  const directory = join(folder().path, 'link');
  symlinkSync(join(directory, '..', 'nothing'), directory);
  const { path, problem } = await new ExportStore({ now, directory }).keep(['a', '.csv'], file(1));
  expect({ path, problem }).toEqual({
    path: undefined,
    problem: 'it cannot be created there, or it is a broken link',
  });
});

test.runIf(existsSync('/proc'))('a place where no directory can be made is given up', async () => {
  const store = new ExportStore({ now, directory: '/proc/nowhere/exports' });
  expect((await store.keep(['a', '.csv'], file(1))).problem).toBe(
    'it cannot be created there, or it is a broken link',
  );
});
