import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DiskStore } from '../../../src/shared-state/disk-store.ts';
import { LayeredStore } from '../../../src/shared-state/layered-store.ts';
import { MemoryStore } from '../../../src/shared-state/memory-store.ts';
import { accountInsightsOverview as insights } from '../../../src/tikhub/endpoints.ts';
import {
  august,
  contentsIn,
  FOLDER,
  filled,
  indexIn,
  LEFTOVER,
  main,
  start,
} from '../../support/cache-folders.ts';
import { type Bench, directory, filesIn } from '../../support/client.ts';

describe('a directory that cannot be used', () => {
  test('is one line on stderr, and memory does the rest', async () => {
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    const one = start(file);
    for (const cached of [false, true]) expect((await one.call(insights, main, august)).cached).toBe(cached);
    await one.call(insights, main, { start_date: '2026-09-01' });
    await one.store.close();
    expect(one.warnings).toEqual([
      expect.stringMatching(
        /^The cache directory cannot be written \((ENOTDIR|EEXIST)\): new responses are kept in memory only\.$/,
      ),
    ]);
    expect(one.warnings[0]).not.toContain(file);
  });

  test('may become so at any time, and what it has can still be read', async () => {
    const path = await filled();
    const two = start(path);
    expect((await two.call(insights, main, august)).cached).toBe(true);
    await two.store.close();
    rmSync(join(path, FOLDER, 'tmp'), { recursive: true });
    writeFileSync(join(path, FOLDER, 'tmp'), 'in the way');
    for (const start_date of ['2026-09-01', '2026-08-01']) await two.call(insights, main, { start_date });
    await two.store.close();
    expect(two.warnings).toHaveLength(1);
    expect((await start(path).call(insights, main, august)).cached).toBe(true);
  });

  test('is made anew when somebody clears it away', async () => {
    const path = await filled();
    const two = start(path);
    await two.call(insights, main, august);
    await two.store.close();
    rmSync(join(path, FOLDER), { recursive: true });
    await two.call(insights, main, { start_date: '2026-09-01' });
    await two.store.close();
    expect(statSync(join(path, FOLDER)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
    expect((await start(path).call(insights, main, { start_date: '2026-09-01' })).cached).toBe(true);
    expect(two.warnings).toEqual([]);
  });
});

describe("what is not the cache's own", () => {
  const maxDiskBytes = 20_000;
  const ours = (path: string, ...names: readonly string[]): string => join(path, FOLDER, ...names);

  /** A process that brings the directory into bounds that everything old exceeds. */
  async function tidy(path: string): Promise<Bench> {
    const one = start(path, { maxDiskBytes });
    await one.call(insights, main, { start_date: '2026-07-15' });
    await one.store.close();
    return one;
  }

  /** A file that is older and larger than anything that the cache keeps. */
  function old(file: string): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.alloc(300_000));
    utimesSync(file, 1, 1);
    return file;
  }

  test('stays, wherever it is, however old and large', async () => {
    const path = await filled();
    const digits = 'ab'.repeat(62);
    const theirs = [
      join(path, 'notes.txt'),
      join(path, 'answers', 'of-mine.txt'),
      // What a version before this folder wrote is left alone too.
      join(path, 'answers', 'content-v2', 'sha512', 'ab', 'cd', digits),
      join(path, 'tmp', LEFTOVER),
      ours(path, 'notes.txt'),
      ours(path, 'tmp', 'notes.txt'),
      ours(path, 'content-v2', 'sha512', 'notes.txt'),
      ours(path, 'content-v2', 'sha512', 'ab', 'cd', `${digits}.txt`),
      ours(path, 'index-v5', 'ab', 'notes', 'cd'),
    ].map(old);
    const mine = [ours(path, 'content-v2', 'sha512', 'ab', 'cd', digits), ours(path, 'tmp', LEFTOVER)].map(
      old,
    );
    const { warnings } = await tidy(path);
    expect(theirs.filter((file) => !existsSync(file))).toEqual([]);
    expect(mine.filter((file) => existsSync(file))).toEqual([]);
    expect(existsSync(ours(path, 'CACHEDIR.TAG'))).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('is not even looked at when the folder is not ours', async () => {
    const path = directory();
    const theirs = old(ours(path, 'tmp', LEFTOVER));
    const { warnings } = await tidy(path);
    expect(warnings).toEqual([
      'The cache directory is not used, because tiktok-creator-mcp-cache in it was not made by this program: responses are kept in memory only.',
    ]);
    expect(filesIn(path)).toEqual([theirs]);
  });

  describe.skipIf(process.platform === 'win32')('behind a link', () => {
    test.each<[string, readonly string[]]>([
      ['the whole folder', []],
      ['its contents', ['content-v2']],
      ['its index', ['index-v5']],
      ['what it is writing', ['tmp']],
    ])('that stands for %s is neither read, written nor removed', async (_what, names) => {
      const path = await filled();
      const elsewhere = join(directory(), 'elsewhere');
      if (existsSync(ours(path, ...names))) renameSync(ours(path, ...names), elsewhere);
      else mkdirSync(elsewhere);
      symlinkSync(elsewhere, ours(path, ...names));
      const kept = filesIn(elsewhere).toSorted();
      const one = start(path, { maxDiskBytes: 1 });
      expect((await one.call(insights, main, august)).cached).toBe(false);
      await one.store.close();
      expect(one.warnings).toEqual([
        expect.stringMatching(
          /^The cache directory is not used, because .* is (not a folder|a symbolic link): responses are kept/,
        ),
      ]);
      expect(filesIn(elsewhere).toSorted()).toEqual(kept);
    });

    test('that stands for one entry is a miss, and stays', async () => {
      for (const list of [indexIn, contentsIn]) {
        const path = await filled();
        const [entry = ''] = list(path);
        const elsewhere = join(directory(), 'elsewhere');
        renameSync(entry, elsewhere);
        symlinkSync(elsewhere, entry);
        const before = readFileSync(elsewhere);
        const one = start(path, { maxDiskBytes: 1 });
        expect((await one.call(insights, main, august)).cached).toBe(false);
        await one.store.close();
        expect(readFileSync(elsewhere)).toEqual(before);
        expect(lstatSync(entry).isSymbolicLink()).toBe(true);
        expect(one.warnings).toEqual([]);
      }
    });

    test('that the user has put in the place of the directory is used like the directory', async () => {
      const path = join(directory(), 'link');
      symlinkSync(directory(), path);
      await filled(path);
      expect((await start(path).call(insights, main, august)).cached).toBe(true);
    });
  });

  test.skipIf(process.platform === 'win32')('does not stop us when it is a named pipe', async () => {
    for (const list of [indexIn, contentsIn]) {
      const path = await filled();
      const [entry = ''] = list(path);
      rmSync(entry);
      execFileSync('mkfifo', [entry]);
      execFileSync('mkfifo', [ours(path, 'tmp', LEFTOVER)]);
      const one = start(path, { maxDiskBytes: 1 });
      expect((await one.call(insights, main, august)).cached).toBe(false);
      await one.store.close();
      expect(lstatSync(entry).isFIFO()).toBe(true);
      expect(one.warnings).toEqual([]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('a directory in which others can write', () => {
  // Where each can change only what is theirs, somebody may have made our folder before us.
  test.each([0o777, 0o775, 0o722, 0o1777])('is not used (%o)', async (mode) => {
    const path = directory();
    chmodSync(path, mode);
    const one = start(path);
    for (const cached of [false, true]) expect((await one.call(insights, main, august)).cached).toBe(cached);
    await one.store.close();
    expect(one.warnings).toEqual([
      'The cache directory is not used, because others can write to it (run "chmod go-w" on it): responses are kept in memory only.',
    ]);
    expect(filesIn(path)).toEqual([]);
  });
});

test.skipIf(process.platform !== 'linux')(
  'a place where no directory can be made ends in memory',
  async () => {
    const one = start('/proc/none/cache');
    expect((await one.call(insights, main, august)).cached).toBe(false);
    expect((await one.call(insights, main, august)).cached).toBe(true);
    expect(one.warnings).toEqual([
      'The cache directory cannot be written (ENOENT): new responses are kept in memory only.',
    ]);
  },
);

test('a directory that never answers holds up nobody for longer than two seconds', async () => {
  class Hanging extends DiskStore {
    override open = (): Promise<never> => new Promise(() => {});
  }
  const now = (): Date => new Date();
  const disk = new Hanging({ directory: directory(), maxBytes: 1, maxAgeMs: 1, warn: () => {} });
  const from = performance.now();
  expect(await new LayeredStore(new MemoryStore({ now }), disk, now).get('key', 'session')).toBeUndefined();
  expect(performance.now() - from).toBeLessThan(3000);
});
