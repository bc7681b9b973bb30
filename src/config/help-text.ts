import type { CommandName } from './command-line.ts';
import { COMMANDS, COMMON_FLAGS, type CommandHelp, type Flag } from './commands.ts';
import type { Setting } from './setting.ts';
import { SETTINGS } from './settings.ts';

const PROGRAM = 'tiktok-creator-mcp';
const WIDTH = 110;
/** The column in which the descriptions of commands and flags begin. */
const HELP_COLUMN = 22;

/**
 * The text of `--help`, made from the tables of commands and settings.
 * @param about the command that the text is about; without it, all commands
 * @param program what a person types to start it
 */
export const helpText = (about: CommandName = 'serve', program = PROGRAM): string =>
  about === 'serve' ? helpAboutAll(program) : helpAbout(about, program);

/** How a command is written. */
function usageOf(name: string, { input, flags }: CommandHelp, program: string): string {
  const options = Object.entries(flags).map(([flag, facts]) => `[${spelled(flag, facts)}]`);
  return [program, ...(name === 'serve' ? [] : [name]), ...options, input].filter(Boolean).join(' ');
}

function helpAbout(name: CommandName, program: string): string {
  const { help, flags } = COMMANDS[name];
  return [
    `Usage: ${usageOf(name, COMMANDS[name], program)}`,
    '',
    row('', help, 0),
    '',
    ...flagRows(flags, ''),
    '',
    `The other commands, and the settings: ${program} --help`,
    '',
  ].join('\n');
}

function helpAboutAll(program: string): string {
  const usage = Object.entries(COMMANDS).map(([name, facts]) => usageOf(name, facts, program));
  const commands = Object.entries(COMMANDS).flatMap(([name, { help, flags }]) =>
    name === 'serve' ? [] : [row(name, help, HELP_COLUMN), ...flagRows(ownFlags(flags), '  ')],
  );
  const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);
  return [
    usage.map((line, index) => `${index === 0 ? 'Usage: ' : '       '}${line}`).join('\n'),
    '',
    'An MCP server for the TikTok Creator API, over stdio unless --http is given. An MCP host starts it. Secrets come from its environment, never from arguments.',
    '',
    'Commands for people',
    ...commands,
    '',
    'Options',
    ...flagRows({ ...COMMANDS.serve.flags, ...COMMON_FLAGS }, ''),
    '',
    'Environment',
    ...settings.map((setting) => row(setting.env, `${setting.help}${defaultOf(setting)}`, 36)),
    '',
  ].join('\n');
}

/** The texts have backticks around code for the documentation; a terminal does not need them. */
export const withoutBackticks = (help: string): string => help.replaceAll('`', '');

const spelled = (name: string, { value }: Flag): string =>
  `--${name}${value === undefined ? '' : ` ${value}`}`;

/** The flags of a command that are not under another heading. */
const ownFlags = (flags: Readonly<Record<string, Flag>>): Readonly<Record<string, Flag>> =>
  Object.fromEntries(Object.entries(flags).filter(([name]) => !Object.hasOwn(COMMANDS.serve.flags, name)));

const flagRows = (flags: Readonly<Record<string, Flag>>, indent: string): string[] =>
  Object.entries(flags).map(([name, flag]) => row(`${indent}${spelled(name, flag)}`, flag.help, HELP_COLUMN));

const defaultOf = (setting: Setting<unknown>): string =>
  setting.default === undefined
    ? setting.unset === undefined
      ? ''
      : ` Default: ${setting.unset}.`
    : ` Default: ${setting.default}.`;

/** A name and its description, broken into lines. */
function row(name: string, help: string, column: number): string {
  const lines = [''];
  for (const word of withoutBackticks(help).split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && column + 2 + line.length + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(column)}${line}`).join('\n');
}
