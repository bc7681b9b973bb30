import { COMMANDS, COMMON_FLAGS } from '../../src/config/commands.ts';
import type { Setting } from '../../src/config/setting.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { type Document, part } from './document.ts';
import { table } from './markdown.ts';

const FILE = 'docs/configuration.md';

/** The help of a setting as Markdown: addresses become links, and code has its backticks already. */
const markdown = (help: string): string => help.replace(/(?<!`)https:\/\/[\w./-]*\w/g, '<$&>');

const defaultOf = (setting: Setting<unknown>): string =>
  setting.default === undefined ? (setting.unset ?? 'none') : `\`${setting.default}\``;

const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);

/** The tables of settings and flags. */
export const settingTables: readonly Document[] = [
  part(FILE, 'settings', () =>
    table(
      ['setting', 'meaning', 'default'],
      settings.map((setting) => [`\`${setting.env}\``, markdown(setting.help), defaultOf(setting)]),
    ),
  ),
  part(FILE, 'flags', () =>
    table(
      ['flag', 'meaning'],
      Object.entries({ ...COMMANDS.serve.flags, ...COMMON_FLAGS }).map(([name, { help }]) => [
        `\`--${name}\``,
        help,
      ]),
    ),
  ),
];
