import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeFolder, runScript } from '../support/project.ts';

const TIMEOUT = 60_000;
const PASSES = 'node -e "" --';

/** Runs the release check in an invented project that passes, except for what is given. */
async function check({
  scripts = {},
  files = {},
  ...rest
}: {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly uncommitted?: string;
}) {
  const { folder, remove } = await makeFolder();
  onTestFinished(remove);
  const version = '1.2.3';
  const names = ['check', 'docs', 'test', 'test:slow', 'demo', 'lint:package', 'mcpb', 'test:clients'];
  const all = {
    '.gitignore': 'build/\n',
    'package.json': JSON.stringify({
      name: 'invented',
      version,
      scripts: { ...Object.fromEntries(names.map((name) => [name, PASSES])), ...scripts },
    }),
    'package-lock.json': JSON.stringify({ version }),
    'server.json': JSON.stringify({ version, packages: [{ version }] }),
    'CHANGELOG.md': `# Changelog\n\n## [Unreleased]\n\n## [${version}] - 2026-11-20\n\n## [1.0.0] - 2026-01-01\n`,
    'build/mcpb/manifest.json': JSON.stringify({ version }),
    ...files,
  };
  await mkdir(join(folder, 'build/mcpb'), { recursive: true });
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=tests', '-c', 'user.email=tests@example.com', ...args], {
      cwd: folder,
    });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
  if (rest.uncommitted) await writeFile(join(folder, rest.uncommitted), 'x');
  return runScript(folder, 'release-check.ts').then(
    ({ stdout }) => ({ stdout, passed: true }),
    ({ stdout }: { stdout: string }) => ({ stdout, passed: false }),
  );
}

describe('npm run release:check', { timeout: TIMEOUT }, () => {
  test('passes where all is well, and asks the documents only to be judged', async () => {
    const { stdout, passed } = await check({
      scripts: { docs: `node -e "process.exit(process.argv.includes('--check') ? 0 : 1)" --` },
    });
    expect(stdout).toMatch(/\n1\.2\.3 is ready: all 12 checks passed\.\n$/);
    expect(stdout).not.toContain('FAILED');
    expect(passed).toBe(true);
  });

  test('goes on after a failure, shows its words and names it at the end', async () => {
    const { stdout, passed } = await check({
      scripts: {
        test: `node -e "console.error('one test is red'); process.exit(1)"`,
        'lint:package': `node -e "console.log('bad package'); process.exit(2)"`,
      },
      files: { 'CHANGELOG.md': '## [1.2.3] - unreleased' },
    });
    expect(passed).toBe(false);
    expect(stdout).toContain('    one test is red\n');
    expect(stdout).toContain('    bad package\n');
    expect(stdout).toMatch(/npm pack --pack-destination build … ok/);
    expect(stdout.slice(stdout.indexOf('\n\n') + 2)).toBe(
      `1.2.3 is not ready, 2 of 12 checks failed:
- npm run --silent test
- npm run --silent lint:package
CHANGELOG.md has "unreleased" in place of a date: write the day of the release there.
`,
    );
  });

  test('finds other versions, and what was not committed before and after', async () => {
    const { stdout, passed } = await check({
      scripts: { demo: `node -e "fs.writeFileSync('made.txt', '')" --` },
      files: {
        'package-lock.json': '{"version":"1.2.2"}',
        'server.json': '{"version":"1.2.4","packages":[]}',
        'CHANGELOG.md': '## [Unreleased]\n\n## [1.2.2] - 2026-01-01\n',
        'build/mcpb/manifest.json': '{"version":"1.2.1"}',
      },
      uncommitted: 'new.txt',
    });
    expect(passed).toBe(false);
    expect(stdout).toMatch(/everything is committed … FAILED .*\n {4}\?\? new\.txt\n/);
    expect(stdout).toMatch(
      /the checks changed no file … FAILED \(0\.\d s\)\n {4}\?\? made\.txt\n {4}\?\? new\.txt\n/,
    );
    for (const other of [
      'package-lock.json has 1.2.2',
      'CHANGELOG.md has 1.2.2',
      'server.json has 1.2.4',
      'the package in server.json has no version',
      'the manifest of the bundle has 1.2.1',
    ]) {
      expect(stdout).toContain(`    package.json has 1.2.3, ${other}\n`);
    }
    expect(stdout).toContain('1.2.3 is not ready, 3 of 12 checks failed');
  });
});
