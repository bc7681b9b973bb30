import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { helpText } from '../../../src/config/help-text.ts';
import { SettingsReader } from '../../../src/config/read-settings.ts';
import type { Setting } from '../../../src/config/setting.ts';
import { SETTINGS } from '../../../src/config/settings.ts';

const settings: readonly (readonly [string, Setting<unknown>])[] = Object.entries(SETTINGS);
const fileText = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe.each(settings)('the setting %s', (_name, setting) => {
  test('has a default that it accepts, if it has one', () => {
    const reader = new SettingsReader({}, false);
    const value = reader.read(setting);
    expect(reader.problems).toEqual([]);
    expect(value === undefined).toBe(setting.default === undefined);
  });

  test('falls back to its default when it is refused, and never repeats the value', () => {
    const reader = new SettingsReader({ [setting.env]: 'socks9://secret value\u0007' }, false);
    const value = reader.read(setting);
    if (reader.problems.length > 0) expect(value).toEqual(new SettingsReader({}, false).read(setting));
    expect(reader.problems.join()).not.toContain('secret');
    for (const problem of reader.problems) expect(problem).toMatch(new RegExp(`^${setting.env} .*\\.$`));
  });

  test('is described in --help and in the documentation', () => {
    const help = helpText().replace(/\s+/g, ' ');
    expect(help).toContain(` ${setting.env} ${setting.help.replaceAll('`', '')}`);
    expect(fileText('docs/configuration.md')).toMatch(new RegExp(`^\\| \`${setting.env}\` `, 'm'));
  });

  test('is in the registry entry exactly if people are asked for it', () => {
    const variables: readonly { readonly name: string; readonly isSecret: boolean }[] = JSON.parse(
      fileText('server.json'),
    ).packages[0].environmentVariables;
    const entry = variables.find(({ name }) => name === setting.env);
    expect(entry !== undefined).toBe(setting.title !== undefined);
    if (entry !== undefined) expect(entry.isSecret).toBe(setting.kind === 'secret');
  });
});

test('no two settings have one variable', () => {
  expect(new Set(settings.map(([, { env }]) => env)).size).toBe(settings.length);
});

test('in the sandbox, settings of accounts and proxies are not read at all', () => {
  const reader = new SettingsReader({ TIKTOK_PROXY: 'nonsense', HTTPS_PROXY: '::::' }, true);
  expect([reader.read(SETTINGS.proxy), reader.read(SETTINGS.httpsProxy)]).toEqual([undefined, undefined]);
  expect(reader.problems).toEqual([]);
});
