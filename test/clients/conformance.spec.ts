import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFixture } from '../support/conformance-fixture.ts';
import { startHttp } from '../support/http-process.ts';
import { SERVER } from './client.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const SUITE = at('node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** The suite needs Node 22, which comes as a package where the Node in use is older. */
const PACKAGED = at(`node_modules/node-${process.platform}-${process.arch}/bin/node`);
const isNewer = Number(process.versions.node.split('.')[0]) >= 22;
const NODE = isNewer ? process.execPath : existsSync(PACKAGED) ? PACKAGED : undefined;

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs the official suite against a server. */
const conform = (url: string, args: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    const all = [SUITE, 'server', '--url', url, ...args];
    const env = { PATH: process.env['PATH'] };
    const child = execFile(NODE ?? process.execPath, all, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });

const expectedFailures = (version: string): string[] => [
  '--expected-failures',
  at(`expected-failures-${version}.yml`),
];

/** What any server can be asked, as it needs no tools of the suite's own. */
const ANY_SERVER = {
  '2025-11-25': [
    'server-initialize',
    'ping',
    'tools-list',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
  ],
  '2026-07-28': [
    'server-stateless',
    'tools-list',
    'resources-list',
    'prompts-list',
    'sep-2164-resource-not-found',
    'caching',
    'http-header-validation',
    'dns-rebinding-protection',
  ],
};

describe.skipIf(NODE === undefined).each(['2025-11-25', '2026-07-28'] as const)(
  'conformance to %s',
  (version) => {
    test.each(ANY_SERVER[version])('of the server: %s', async (scenario) => {
      const [main = '', ...args] = SERVER;
      const { url } = await startHttp(main, args);
      const only = ['--scenario', scenario, '--spec-version', version];
      const failures = scenario === 'server-stateless' ? expectedFailures(version) : [];
      const { code, output } = await conform(url.href, [...only, ...failures]);
      expect(code, output).toBe(0);
      expect(output).toMatch(/Passed: [1-9]/);
    });

    test('of its HTTP layer with the tools of the suite: all that the version needs', async () => {
      const { url, close } = await startFixture();
      onTestFinished(close);
      const { code, output } = await conform(url, ['--requirements', version, ...expectedFailures(version)]);
      expect(code, output).toBe(0);
      expect(Number(/Total: (\d+) passed/.exec(output)?.[1]), output).toBeGreaterThan(45);
    });
  },
);
