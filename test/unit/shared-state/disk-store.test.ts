import { hash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheKey } from '../../../src/shared-state/response-store.ts';
import { accountInsightsOverview as insights } from '../../../src/tikhub/endpoints.ts';
import {
  august,
  contentsIn,
  FOLDER,
  filled,
  indexIn,
  LEFTOVER,
  main,
  REALM,
  start,
  TITLE,
} from '../../support/cache-folders.ts';
import { accountOf, DAY, directory, filesIn, MINUTE, ok, payloadOf } from '../../support/client.ts';

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
