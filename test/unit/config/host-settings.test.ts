import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHostSettings } from '../../../src/config/host-settings.ts';

const CWD = '/home/ada/project';
const env = { APPDATA: 'C:\\Users\\me\\AppData\\Roaming', KEY: 'key-from-outside' };

/** What a host would pass, from files by their path. */
function settings(
  host: string,
  files: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = 'linux',
) {
  return readHostSettings(host, { platform, cwd: CWD, env }, async (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`${path} is not there`), { code: 'ENOENT' });
    return text;
  });
}

const entry = (variables: object, args = ['-y', 'tiktok-creator-mcp']): object => ({
  command: 'npx',
  args,
  env: variables,
});
const config = join(homedir(), '.config');

describe('the settings of a host', () => {
  test.each<[string, NodeJS.Platform, string]>([
    ['claude-desktop', 'linux', join(config, 'Claude', 'claude_desktop_config.json')],
    [
      'claude-desktop',
      'darwin',
      join(homedir(), 'Library', 'Application Support', 'Claude', 'claude_desktop_config.json'),
    ],
    ['claude-desktop', 'win32', join(env.APPDATA, 'Claude', 'claude_desktop_config.json')],
    ['cursor', 'linux', join(homedir(), '.cursor', 'mcp.json')],
    ['cursor', 'linux', join(CWD, '.cursor', 'mcp.json')],
    ['claude-code', 'linux', join(CWD, '.mcp.json')],
    ['claude-code', 'linux', join(homedir(), '.claude.json')],
  ])('%s on %s are in %s', async (host, platform, file) => {
    const text = JSON.stringify({
      mcpServers: { other: { command: 'x' }, shop: entry({ TIKHUB_API_KEY: 'key-1' }) },
    });
    expect(await settings(host, { [file]: text }, platform)).toMatchObject({
      file,
      env: { TIKHUB_API_KEY: 'key-1' },
      sandbox: false,
      notes: [`These are the settings of the entry "shop" in ${file}.`],
    });
  });

  test('are read with comments and trailing commas, and say what the host asks for', async () => {
    const file = join(CWD, '.vscode', 'mcp.json');
    const text = `{
      // keys are asked for
      "inputs": [{ "type": "promptString", "id": "key" }],
      "servers": { "tiktok-creator": { "command": "node", "args": ["main.js", "--sandbox",],
        "env": { "TIKHUB_API_KEY": "\${input:key}", "TIKTOK_COOKIE_FILE": "/c.txt" /* mine */, }, }, },
    }`;
    const { env: passed, sandbox, notes } = await settings('vscode', { [file]: text });
    expect(passed['TIKTOK_COOKIE_FILE']).toBe('/c.txt');
    expect(sandbox).toBe(true);
    expect(notes[1]).toBe(
      'The host asks for TIKHUB_API_KEY when it starts the server, so the value cannot be checked here.',
    );
  });

  test('of a folder in Claude Code win over those of all', async () => {
    const text = JSON.stringify({
      mcpServers: { 'tiktok-creator': entry({ TIKHUB_API_KEY: 'key-all' }) },
      projects: { [CWD]: { mcpServers: { 'tiktok-creator': entry({ TIKHUB_API_KEY: 'key-here' }) } } },
    });
    const { env: passed } = await settings('claude-code', { [join(homedir(), '.claude.json')]: text });
    expect(passed).toEqual({ TIKHUB_API_KEY: 'key-here' });
  });

  test.each([
    [`\${KEY}`, 'key-from-outside'],
    [`\${env:KEY}`, 'key-from-outside'],
    [`\${NONE:-other}`, 'other'],
    [`\${NONE}`, `\${NONE}`],
    [`a\${KEY}b`, 'akey-from-outsideb'],
  ])('have %s replaced as the host does', async (written, value) => {
    const text = JSON.stringify({ mcpServers: { 'tiktok-creator': entry({ TIKHUB_API_KEY: written }) } });
    const file = join(homedir(), '.cursor', 'mcp.json');
    expect((await settings('cursor', { [file]: text })).env['TIKHUB_API_KEY']).toBe(value);
  });

  test('are those of its own entry, whatever folders other servers are given', async () => {
    const file = join(homedir(), '.cursor', 'mcp.json');
    const files = { command: 'npx', args: ['server-filesystem', '/home/me/tiktok-creator-videos'] };
    const found = await settings('cursor', {
      [file]: JSON.stringify({ mcpServers: { files, shop: entry({ TIKHUB_API_KEY: 'k-1' }) } }),
    });
    expect(found.env).toEqual({ TIKHUB_API_KEY: 'k-1' });
    await expect(settings('cursor', { [file]: JSON.stringify({ mcpServers: { files } }) })).rejects.toThrow(
      'No entry for this server',
    );
  });

  test('are not taken from a file that breaks off', async () => {
    const file = join(homedir(), '.cursor', 'mcp.json');
    await expect(settings('cursor', { [file]: '{"mcpServers": {"a": {' })).rejects.toThrow(
      `${file} is not valid JSON`,
    );
  });

  test('are named as missing, with the files that were looked at', async () => {
    await expect(settings('cursor', {})).rejects.toThrow(
      `No entry for this server was found in ${join(CWD, '.cursor', 'mcp.json')} or ${join(homedir(), '.cursor', 'mcp.json')}.`,
    );
    await expect(settings('emacs', {})).rejects.toThrow(
      '--host takes claude-desktop, claude-code, cursor, vscode, windsurf, gemini-cli, lm-studio.',
    );
  });
});
