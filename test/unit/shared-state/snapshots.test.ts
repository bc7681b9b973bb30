import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createStore } from '../../../src/shared-state/create-store.ts';
import { Snapshots } from '../../../src/shared-state/snapshots.ts';
import { DAY, directory, filesIn } from '../../support/client.ts';

const storeIn = (path: string) =>
  createStore({ now: () => new Date(), directory: path, maxAgeMs: 30 * DAY, warn: () => {} });
const same = (text: string): string => text;

it('a text is there for the same session and upstream alone, and sealed on disk', async () => {
  const path = directory();
  const { texts } = storeIn(path);
  if (texts === undefined) throw new Error('The store keeps no texts.');
  const own = new Snapshots(texts, 'upstream', 'session');
  expect(await own.read('showcase', same)).toBeUndefined();
  own.keep('showcase', 'a lamp');
  expect(await own.read('showcase', same)).toBe('a lamp');
  own.keep('showcase', 'a mug');
  expect(await own.read('showcase', same)).toBe('a mug');
  expect(await new Snapshots(texts, 'upstream', 'another').read('showcase', same)).toBeUndefined();
  expect(await new Snapshots(texts, 'another', 'session').read('showcase', same)).toBeUndefined();
  expect(await own.read('orders', same)).toBeUndefined();
  const later = storeIn(path).texts;
  expect(later && (await new Snapshots(later, 'upstream', 'session').read('showcase', same))).toBe('a mug');
  for (const file of filesIn(path)) expect(readFileSync(file, 'latin1')).not.toMatch(/a mug|a lamp|showcase/);
});

it('a text that is not understood is none', async () => {
  const { texts } = storeIn(directory());
  if (texts === undefined) throw new Error('The store keeps no texts.');
  const own = new Snapshots(texts, 'upstream', 'session');
  own.keep('showcase', 'not JSON');
  expect(await own.read('showcase', (text): unknown => JSON.parse(text))).toBeUndefined();
});

it('a store in memory keeps none', () => {
  expect(createStore({ now: () => new Date(), maxAgeMs: DAY }).texts).toBeUndefined();
});
