import fc from 'fast-check';
import { type ParseError, parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { changedLines, withEntry, withoutEntry } from '../../../src/cli/host-entry.ts';

const SERVER = { command: '/usr/bin/node', args: ['/opt/tiktok-creator-mcp/dist/main.js'] };
const section = 'mcpServers';
function read(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  expect(errors, text).toEqual([]);
  return value;
}

/** Files as people write them: members, comments and commas in every place that allows them. */
const trivia = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\n\t',
  ' // a "comment", with {braces}\n',
  ' /* one\n more */ ',
);
const servers = fc
  .tuple(fc.array(fc.tuple(trivia, trivia, trivia), { maxLength: 3 }), fc.boolean(), trivia)
  .map(([members, hasComma, end]) => {
    const written = members.map(([a, b, c], at) => `${a}"s${at}"${b}:${c}{"command": "x,}"}`);
    return `{${written.join(',')}${hasComma && members.length > 0 ? ',' : ''}${end}}`;
  });
const files = fc.tuple(fc.option(servers), fc.boolean(), trivia, trivia).map(([inner, hasOther, a, b]) => {
  const members = [
    ...(hasOther ? [`${a}"theme": ["dark"]`] : []),
    ...(inner === null ? [] : [`${b}"mcpServers": ${inner}`]),
  ];
  return `{${members.join(',')}${a}}`;
});

describe('the entry in a host’s file', () => {
  test('is added to any file, and everything that was there stays in its order', () => {
    fc.assert(
      fc.property(files, (text) => {
        const after = withEntry({ text, section }, SERVER);
        const before = Object(read(text));
        expect(read(after)).toEqual({
          ...before,
          mcpServers: { ...before.mcpServers, 'tiktok-creator': SERVER },
        });
        let from = 0;
        for (const character of text) {
          const found = after.indexOf(character, from);
          expect(found).toBeGreaterThanOrEqual(from);
          from = found + 1;
        }
        expect(withEntry({ text: after, section }, SERVER)).toBe(after);
      }),
    );
  });

  test('is removed from any file, which then says what it said before', () => {
    fc.assert(
      fc.property(files, (text) => {
        const after = withoutEntry({ text: withEntry({ text, section }, SERVER), section });
        const before = Object(read(text));
        expect(read(after)).toEqual({
          ...before,
          mcpServers: { ...before.mcpServers },
        });
      }),
    );
  });

  test('that is first or in the middle goes with its comma', () => {
    const entry = `"tiktok-creator": ${JSON.stringify(SERVER)}`;
    const text = `{ "mcpServers": { ${entry}, "a": {} } }`;
    expect(withoutEntry({ text, section })).toBe('{ "mcpServers": { "a": {} } }');
    const middle = `{ "mcpServers": { "a": {}, ${entry}, "b": {} } }`;
    expect(withoutEntry({ text: middle, section })).toBe('{ "mcpServers": { "a": {}, "b": {} } }');
  });

  test('that was written by hand is replaced where it is, under a name by which it is found again', () => {
    const text = '{"mcpServers": {"shop": {"command": "npx", "args": ["tiktok-creator-mcp"]}, "b": {}}}';
    expect(read(withEntry({ text, section }, SERVER))).toEqual({
      mcpServers: { 'tiktok-creator': SERVER, b: {} },
    });
  });

  test('a change is shown without the values of variables, and nothing else of the file', () => {
    const before = '{\n  "other": "secret-1",\n  "env": { "TIKHUB_API_KEY": "secret-2" }\n}';
    expect(changedLines(before, before.replace(/"env".*/, '"x": 1'), {})).toEqual([
      '-   "env": { "TIKHUB_API_KEY": "…" }',
      '+   "x": 1',
    ]);
  });

  test('a file of one line shows no text of others, whatever it is called', () => {
    const text =
      '{"mcpServers":{"gh":{"headers":{"Authorization":"Bearer secret-1"},"args":["--token=secret-2"]}}}';
    const shown = changedLines(text, withEntry({ text, section }, SERVER), SERVER).join('\n');
    expect(shown).not.toContain('secret');
    for (const word of SERVER.args) expect(shown).toContain(word);
  });

  test('that has our name in a folder or a name only is somebody else’s', () => {
    const text = `{"mcpServers": {"files": {"command": "npx", "args": ["server-filesystem", "/home/me/tiktok-creator-videos", "/home/me/tiktok-creator-mcp"]}, "my-tiktok-creator-notes": {"command": "notes"}}}`;
    const added = read(withEntry({ text, section }, SERVER));
    expect(added).toEqual({ mcpServers: { ...Object(read(text)).mcpServers, 'tiktok-creator': SERVER } });
    expect(withoutEntry({ text, section })).toBe(text);
  });
});
