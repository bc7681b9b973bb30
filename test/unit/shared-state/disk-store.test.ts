import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DiskStore } from '../../../src/shared-state/disk-store.ts';
import { LayeredStore } from '../../../src/shared-state/layered-store.ts';
import { MemoryStore } from '../../../src/shared-state/memory-store.ts';
import { cacheKey } from '../../../src/shared-state/response-store.ts';
import { accountInsightsOverview as insights } from '../../../src/tikhub/endpoints.ts';
import {
  accountOf,
  type Bench,
  bench,
  DAY,
  directory,
  filesIn,
  MINUTE,
  ok,
  payloadOf,
} from '../../support/client.ts';

/** Whose answers the bench keeps. */
const REALM = 'https://upstream.invalid/';
const main = accountOf('5e551014a9b8c7d6');
/** Settled long ago. */
const august = { start_date: '2026-08-15' };
/** What is ours in the directory that the user named, and how the library names a file that it is writing. */
const FOLDER = 'tiktok-creator-mcp-cache';
const LEFTOVER = '0f8d2c4e-1b3a-4c5d-9e7f-a1b2c3d4e5f6';
const TITLE = 'Glow serum with 20 % off';

/** A new process on a directory. */
function start(path: string, options = {}): Bench {
  const one = bench({ directory: path, ...options });
  one.upstream = (met) => ok({ ...payloadOf(met), title: TITLE });
  // What is written behind an answer would bring the directory back.
  onTestFinished(() => one.store.close());
  return one;
}

/** A directory with one answer in it. */
async function filled(path = directory()): Promise<string> {
  const one = start(path);
  await one.call(insights, main, august);
  await one.store.close();
  expect(one.warnings).toEqual([]);
  return path;
}

const contentsIn = (path: string): string[] =>
  filesIn(path).filter((file) => file.includes(`content-v2${sep}`));
const indexIn = (path: string): string[] => filesIn(path).filter((file) => file.includes(`index-v5${sep}`));

describe('a directory', () => {
  test('answers the next process, which makes no call', async () => {
    const path = await filled();
    const two = start(path);
    two.time += DAY;
    const reply = await two.call(insights, main, august);
    expect(reply).toMatchObject({ cached: true, fetchedAt: new Date(two.time - DAY), requestId: 'c0-1' });
    expect(reply.payload).toMatchObject({ title: TITLE });
    expect(two.context.facts.of(main.cookie.sessionId).offset).toBe(0);
    expect(two.met).toEqual([]);
    expect(two.context.usage.report().totals).toMatchObject({ upstream_calls: 0, from_cache: 1 });
  });

  test('holds answers that are as fresh as they were in memory, and no longer', async () => {
    const path = directory();
    const november = { start_date: '2026-11-01' };
    const one = start(path);
    await one.call(insights, main, november);
    await one.store.close();
    const two = start(path);
    two.time += 10 * MINUTE - 1;
    expect((await two.call(insights, main, november)).cached).toBe(true);
    two.time += 1;
    expect((await two.call(insights, main, november)).cached).toBe(false);
    await two.store.close();
    const three = start(path);
    three.time = two.time;
    expect((await three.call(insights, main, november)).cached).toBe(true);
    expect(contentsIn(path), 'an answer that was replaced').toHaveLength(1);
    expect(indexIn(path)).toHaveLength(1);
    expect(
      readFileSync(indexIn(path)[0] ?? '', 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });

  test('never puts an older answer in the place of one that came meanwhile', async () => {
    const path = await filled();
    const two = start(path);
    const { sessionId } = main.cookie;
    const name = cacheKey(REALM, insights.name, sessionId, august);
    const loading = two.store.get(name, sessionId);
    const newer = { payload: 'newer', requestId: undefined, fetchedAt: two.time, freshMs: MINUTE, size: 1 };
    await two.store.set(name, sessionId, newer);
    expect(await loading).toEqual(newer);
    expect(await two.store.get(name, sessionId)).toEqual(newer);
    await two.store.close();
  });

  test('tells nothing to whoever copies it', async () => {
    const path = await filled();
    const files = filesIn(path);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const all = `${file} ${readFileSync(file, 'latin1')}`;
      for (const word of [
        '5e551014',
        'get_account',
        'insights',
        'Glow',
        'serum',
        'segments',
        '2026-08',
        'token-a',
        'c0-1',
      ]) {
        expect(all, file).not.toContain(word);
      }
    }
  });

  test('answers nobody but the session', async () => {
    const path = await filled();
    const two = start(path);
    expect((await two.call(insights, accountOf('5e551014a9b8c7d7'), august)).cached).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('is private', async () => {
    const path = await filled(join(directory(), 'new', 'one'));
    // What the user had before keeps its mode; what is made here does not let others in.
    for (const made of [path, join(path, FOLDER)]) expect(statSync(made).mode & 0o777, made).toBe(0o700);
    const one = start(path);
    one.time += 31 * DAY;
    await one.call(insights, main, august);
    await one.store.close();
    for (const file of filesIn(path)) expect(statSync(file).mode & 0o777, file).toBe(0o600);
  });
});

describe('a miss, not an error, is an entry', () => {
  const contentOf = (path: string): string => contentsIn(path)[0] ?? '';
  const damages: Readonly<Record<string, (path: string) => void>> = {
    'with one byte changed': (path) => {
      const bytes = readFileSync(contentOf(path));
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(contentOf(path), bytes);
    },
    'cut off': (path) => truncateSync(contentOf(path), 30),
    'cut off within its first bytes': (path) => truncateSync(contentOf(path), 5),
    'of nothing': (path) => truncateSync(contentOf(path), 0),
    'of something else': (path) => writeFileSync(contentOf(path), '{"payload":{"segments":[]}}'),
    'without its content': (path) => rmSync(contentOf(path)),
    'with a folder for a content': (path) => {
      const content = contentOf(path);
      rmSync(content);
      mkdirSync(content);
    },
    'without its index line': (path) => rmSync(indexIn(path)[0] ?? ''),
    'with a broken index line': (path) => truncateSync(indexIn(path)[0] ?? '', 50),
    'with a strange index': (path) => writeFileSync(indexIn(path)[0] ?? '', Buffer.from([0, 255, 10, 9, 10])),
  };

  test.each(Object.entries(damages))('%s', async (_label, damage) => {
    const path = await filled();
    damage(path);
    const two = start(path);
    expect((await two.call(insights, main, august)).cached).toBe(false);
    await two.store.close();
    const three = start(path);
    expect((await three.call(insights, main, august)).cached).toBe(true);
    expect([...two.warnings, ...three.warnings]).toEqual([]);
  });

  test('that still reads beside a broken line', async () => {
    const path = await filled();
    appendFileSync(indexIn(path)[0] ?? '', '\nbroken');
    expect((await start(path).call(insights, main, august)).cached).toBe(true);
  });

  test('swapped with another of the same or of another session', async () => {
    for (const session of ['5e551014a9b8c7d6', 'another']) {
      const path = await filled();
      const [index = ''] = indexIn(path);
      const line = readFileSync(index, 'utf8');
      const [digest = '', json = ''] = line.trim().split('\t');
      const other = start(path);
      await other.call(insights, accountOf(session), { start_date: '2026-07-15' });
      await other.store.close();
      const foreign = indexIn(path).find((file) => file !== index) ?? '';
      const { integrity } = JSON.parse(readFileSync(foreign, 'utf8').trim().split('\t')[1] ?? '');
      // The library's own check of the line is no secret, so whoever swaps entries can write it.
      const forged = JSON.stringify({ ...JSON.parse(json), integrity });
      expect(hash('sha1', json)).toBe(digest);
      writeFileSync(index, `\n${hash('sha1', forged)}\t${forged}`);
      const two = start(path);
      const reply = await two.call(insights, main, august);
      expect(reply.cached).toBe(false);
      expect(reply.payload).toMatchObject({ asked: { own: { start_date: '08-15-2026' } } });
    }
  });

  test('copied over the file of another', async () => {
    const path = await filled();
    const [mine = ''] = contentsIn(path);
    const other = start(path);
    await other.call(insights, accountOf('another'), august);
    await other.store.close();
    const foreign = contentsIn(path).find((file) => file !== mine) ?? '';
    copyFileSync(foreign, mine);
    expect((await start(path).call(insights, main, august)).cached).toBe(false);
  });
});

describe('the size', () => {
  /** Bytes of all files, in whole blocks. */
  const sizeOf = (path: string): number =>
    filesIn(path).reduce((sum, file) => sum + Math.ceil(statSync(file).size / 4096) * 4096, 0);
  const dayOf = (day: number) => ({
    start_date: `2026-0${1 + Math.floor(day / 28)}-${String(1 + (day % 28)).padStart(2, '0')}`,
  });
  const maxDiskBytes = 400_000;

  test('stays in bounds while answers are written, the oldest out first', async () => {
    const path = directory();
    let at = 0;
    // Each process sends no more than its share of a second.
    for (let run = 0; run < 5; run += 1) {
      const one = start(path, { maxDiskBytes });
      one.upstream = (met) => ok({ ...payloadOf(met), filling: 'x'.repeat(10_000) });
      for (const end = at + 9; at < end; at += 1) await one.call(insights, main, dayOf(at));
      await one.store.close();
      expect(sizeOf(path)).toBeLessThan(maxDiskBytes);
      expect(one.warnings).toEqual([]);
    }
    const reader = start(path);
    const isKept = async (day: number): Promise<boolean> => {
      const name = cacheKey(REALM, insights.name, main.cookie.sessionId, dayOf(day));
      return (await reader.store.get(name, main.cookie.sessionId)) !== undefined;
    };
    const kept = await Promise.all(Array.from({ length: at }, (_, day) => isKept(day)));
    const first = kept.indexOf(true);
    expect(first).toBeGreaterThan(0);
    expect(kept.slice(first)).toEqual(Array(at - first).fill(true));
    expect(at - first).toBeGreaterThan(15);
  });

  test('is brought into bounds at the start, leftovers of killed processes included', async () => {
    const path = await filled();
    mkdirSync(join(path, FOLDER, 'tmp'), { recursive: true });
    writeFileSync(join(path, FOLDER, 'tmp', LEFTOVER), Buffer.alloc(300_000));
    utimesSync(join(path, FOLDER, 'tmp', LEFTOVER), 1, 1);
    const two = start(path, { maxDiskBytes: 100_000 });
    expect((await two.call(insights, main, august)).cached).toBe(true);
    await two.store.close();
    expect(sizeOf(path)).toBeLessThan(20_000);
    expect((await start(path).call(insights, main, august)).cached).toBe(true);
  });
});

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
