import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { exitOf } from '../support/greeted-server.ts';

let main = '';
beforeAll(async () => {
  ({ main } = await buildServer());
}, 60_000);

describe('Node', () => {
  /** The built program where Node says that it is another version. */
  async function runOn(version: string) {
    const folder = await mkdtemp(join(tmpdir(), 'old-node-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const pretence = join(folder, `node-${version}.cjs`);
    await writeFile(
      pretence,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    const child = spawn(process.execPath, ['-r', pretence, main, '--version']);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
    return { code: child.exitCode, stdout, stderr };
  }

  test.each(['12.22.12', '18.20.8', '20.9.0', '20.18.0'])('%s is told what is needed', async (version) => {
    expect(await runOn(version)).toEqual({
      code: 1,
      stdout: '',
      stderr: `tiktok-creator-mcp needs Node.js 20.18.1 or later; this is ${version}. Install a current version from https://nodejs.org, and have your MCP host use it.\n`,
    });
  });

  test.each(['20.18.1', '20.19.0', '22.0.0', '24.21.0', '100.0.0'])('%s is new enough', async (version) => {
    expect(await runOn(version)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });
});
