import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { ENTRY_NAME, type HostEntry, ourEntryAmong, serversIn } from '../config/host-settings.ts';
import { isJsonObject, type JsonObject } from '../json.ts';

/** How a host starts this server; contains no secrets. */
export interface HostLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A file's text, and the member that has the servers. */
export interface HostText {
  readonly text: string;
  readonly section: 'mcpServers' | 'servers';
}

/** Why a host's file is not changed; the message completes a sentence that begins with its path. */
export class HostFileError extends Error {
  override readonly name = 'HostFileError';
}

/** The entry for this server that a file has, if any. */
export function ourEntry({ text, section }: HostText): HostEntry | undefined {
  const root = rootOf(text);
  const found = root && findNodeAtLocation(root, [section]);
  return found === undefined ? undefined : ourEntryAmong(serversIn(getNodeValue(found)));
}

/** Whether an entry is as `setup` writes it: the program, and no settings of the user's own. */
export const isWrittenBySetup = ([, server]: HostEntry): boolean => {
  const { args, env = {} } = server;
  const names = isJsonObject(env) ? Object.keys(env) : ['?'];
  return (
    Array.isArray(args) &&
    args.length <= 2 &&
    /(?:^|[\\/])main\.js$|^tiktok-creator-mcp$/.test(String(args.at(-1))) &&
    names.every((name) => name === 'XDG_CONFIG_HOME')
  );
};

/** The hosts that require the transport in the entry; others may not know this field. */
const NAMES_TRANSPORT = ['vscode', 'claude-code'];

/** The entry for this server in a host's file. */
export const entryFor = (host: string, launch: HostLaunch): JsonObject =>
  NAMES_TRANSPORT.includes(host) ? { type: 'stdio', ...launch } : { ...launch };

/**
 * The text with the server's entry; everything else in it stays as it is, comments and trailing commas included.
 * @throws HostFileError when it cannot be read reliably
 */
export function withEntry({ text, section }: HostText, server: JsonObject): string {
  const root = rootOf(text);
  if (root === undefined) return `${JSON.stringify({ [section]: { [ENTRY_NAME]: server } }, null, 2)}\n`;
  const servers = findNodeAtLocation(root, [section]);
  const style = styleOf(text);
  if (servers === undefined) return withMember(text, root, section, { [ENTRY_NAME]: server }, style);
  if (servers.type !== 'object') throw new HostFileError(`has something other than an object at ${section}.`);
  const [name = ENTRY_NAME] = ourEntryAmong(serversIn(getNodeValue(servers))) ?? [];
  const old = findNodeAtLocation(servers, [name]);
  if (old === undefined) return withMember(text, servers, name, server, style);
  const { parent } = old;
  // A fixed name, so that the entry is found again wherever the program is.
  if (parent !== undefined && name.toLowerCase() !== ENTRY_NAME) {
    const value = written(server, indentAt(text, old.offset), style);
    return spliced(text, parent, `${JSON.stringify(ENTRY_NAME)}: ${value}`);
  }
  const isSame = JSON.stringify(getNodeValue(old)) === JSON.stringify(server);
  return isSame ? text : spliced(text, old, written(server, indentAt(text, old.offset), style));
}

/**
 * The text without the server's entry.
 * @throws HostFileError when it cannot be read reliably
 */
export function withoutEntry(host: HostText): string {
  const [name] = ourEntry(host) ?? [];
  const root = rootOf(host.text);
  const value = root && name ? findNodeAtLocation(root, [host.section, name]) : undefined;
  const member = value?.parent;
  const siblings = member?.parent?.children ?? [];
  if (member === undefined) return host.text;
  const next = siblings[siblings.indexOf(member) + 1];
  const last = siblings[siblings.indexOf(member) - 1];
  const end = member.offset + member.length;
  // With the comma after it or, for the last member, the comma before it.
  if (next !== undefined) return host.text.slice(0, member.offset) + host.text.slice(next.offset);
  const comma = commaAfter(host.text, end);
  const tail = host.text.slice(comma === undefined ? end : comma + 1);
  const before = host.text.slice(0, member.offset).trimEnd();
  if (last === undefined || comma !== undefined) return before + tail;
  const own = commaAfter(host.text, last.offset + last.length);
  return own === undefined ? before + tail : before.slice(0, own) + before.slice(own + 1) + tail;
}

/**
 * The lines of a change, old ones first. Texts in them may be secrets, even of other servers, so only names and our own
 * texts are shown.
 * @param own the entry that is added or removed
 */
export function changedLines(before: string, after: string, own: JsonObject): string[] {
  const shown = new Set(textsOf(own));
  const masked = (line: string): string =>
    line.replace(/"((?:[^"\\]|\\.)*)"(\s*:)?/g, (text: string, inner: string, colon?: string) =>
      colon !== undefined || shown.has(inner.replace(/\\(.)/g, '$1')) ? text : '"…"',
    );
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(old.length, fresh.length) && old[head] === fresh[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - head;
  while (tail < most && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  return [
    ...old.slice(head, old.length - tail).map((line) => `- ${masked(line)}`),
    ...fresh.slice(head, fresh.length - tail).map((line) => `+ ${masked(line)}`),
  ];
}

/** Every text in a value. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The object of a text with comments and trailing commas; undefined for one that is empty. */
function rootOf(text: string): Node | undefined {
  if (text.trim() === '') return undefined;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || root?.type !== 'object')
    throw new HostFileError('is not valid JSON, so it was left as it is.');
  return root;
}

/** How a text is indented. */
interface Style {
  readonly indent: string;
  readonly eol: string;
}

function styleOf(text: string): Style {
  const indent = /^(\t| {2,8})"/m.exec(text)?.[1] ?? '  ';
  return { indent, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** The indentation of the line at an offset. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^\s*/.exec(line)?.[0] ?? '';
}

const written = (value: unknown, indent: string, { indent: step, eol }: Style): string =>
  JSON.stringify(value, null, step).split('\n').join(`${eol}${indent}`);

const spliced = (text: string, { offset, length }: Node, value: string): string =>
  text.slice(0, offset) + value + text.slice(offset + length);

/** Adds a member after everything in an object, including comments at its end. */
function withMember(text: string, object: Node, name: string, value: unknown, style: Style): string {
  const brace = object.offset + object.length - 1;
  const outer = indentAt(text, object.offset);
  const inner = outer + style.indent;
  const member = `${JSON.stringify(name)}: ${written(value, inner, style)}`;
  const last = object.children?.at(-1);
  const end = text.slice(0, brace).trimEnd().length;
  const closing = text.slice(end, brace).includes('\n') ? text.slice(end, brace) : `${style.eol}${outer}`;
  if (last === undefined)
    return `${text.slice(0, end)}${style.eol}${inner}${member}${closing}${text.slice(brace)}`;
  const lastEnd = last.offset + last.length;
  const hasComma = commaAfter(text, lastEnd) !== undefined;
  const between = text.slice(lastEnd, end);
  return `${text.slice(0, lastEnd)}${hasComma ? '' : ','}${between}${style.eol}${inner}${member}${hasComma ? ',' : ''}${closing}${text.slice(brace)}`;
}

/** Where the comma after a value is, if there is one before the object ends. */
function commaAfter(text: string, offset: number): number | undefined {
  const rest = text.slice(offset);
  const trivia = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/.exec(rest)?.[0].length ?? 0;
  return rest[trivia] === ',' ? offset + trivia : undefined;
}

/** The block that a person puts into the settings of a host by hand. */
export const hostBlock = (section: HostText['section'], server: JsonObject): string =>
  `${JSON.stringify({ [section]: { [ENTRY_NAME]: server } }, null, 2)}\n`;
