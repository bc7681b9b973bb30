import { sep } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { accountInsightsOverview as insights } from '../../src/tikhub/endpoints.ts';
import { accountOf, type Bench, bench, directory, filesIn, ok, payloadOf } from './client.ts';

/** Whose answers the bench keeps. */
export const REALM = 'https://upstream.invalid/';
export const main = accountOf('5e551014a9b8c7d6');
/** Settled long ago. */
export const august = { start_date: '2026-08-15' };
/** What is ours in the directory that the user named, and how the library names a file that it is writing. */
export const FOLDER = 'tiktok-creator-mcp-cache';
export const LEFTOVER = '0f8d2c4e-1b3a-4c5d-9e7f-a1b2c3d4e5f6';
export const TITLE = 'Glow serum with 20 % off';

/** A new process on a directory. */
export function start(path: string, options = {}): Bench {
  const one = bench({ directory: path, ...options });
  one.upstream = (met) => ok({ ...payloadOf(met), title: TITLE });
  // What is written behind an answer would bring the directory back.
  onTestFinished(() => one.store.close());
  return one;
}

/** A directory with one answer in it. */
export async function filled(path = directory()): Promise<string> {
  const one = start(path);
  await one.call(insights, main, august);
  await one.store.close();
  expect(one.warnings).toEqual([]);
  return path;
}

export const contentsIn = (path: string): string[] =>
  filesIn(path).filter((file) => file.includes(`content-v2${sep}`));
export const indexIn = (path: string): string[] =>
  filesIn(path).filter((file) => file.includes(`index-v5${sep}`));
