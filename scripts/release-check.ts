/** Runs every check that a release needs, even after one has failed, and reports the problems. Needs a clean tree. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

const versioned = z.object({ version: z.string() });

/** One condition of a release. */
interface Check {
  readonly name: string;
  /** What is wrong; undefined if nothing is. */
  problem(): string | undefined;
}

/** A check that runs a program and shows its output if it fails. */
const program = (command: string, ...args: readonly string[]): Check => ({
  name: [command, ...args].join(' '),
  problem() {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) return undefined;
    const words = stripVTControlCharacters(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`).trim();
    return words || `It exited with ${status} and printed nothing.`;
  },
});

const script = (name: string, ...args: readonly string[]): Check =>
  program('npm', 'run', '--silent', name, ...(args.length > 0 ? ['--', ...args] : []));

const isClean: Check = {
  name: 'everything is committed',
  problem() {
    const { stdout, stderr, status } = spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
    return stdout.trimEnd() || (status === 0 ? undefined : stderr);
  },
};

const versionIn = (file: string): string => versioned.parse(JSON.parse(readFileSync(file, 'utf8'))).version;

/** The newest release in the changelog, with its date or what is written in its place. */
function newestRelease(): { readonly version: string; readonly date: string } {
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const [, version = 'no version', date = ''] = /^## \[(\d[^\]]*)\] - (.*)$/m.exec(changelog) ?? [];
  return { version, date };
}

const areVersionsEqual: Check = {
  name: 'the same version everywhere',
  problem() {
    const wanted = versionIn('package.json');
    const [listed] = z
      .object({ packages: z.array(versioned) })
      .parse(JSON.parse(readFileSync('server.json', 'utf8'))).packages;
    const found = {
      'package-lock.json': versionIn('package-lock.json'),
      'CHANGELOG.md': newestRelease().version,
      'server.json': versionIn('server.json'),
      'the package in server.json': listed?.version ?? 'no version',
      'the manifest of the bundle': versionIn('build/mcpb/manifest.json'),
    };
    const others = Object.entries(found).filter(([, version]) => version !== wanted);
    if (others.length === 0) return undefined;
    return others.map(([where, version]) => `package.json has ${wanted}, ${where} has ${version}`).join('\n');
  },
};

const CHECKS: readonly Check[] = [
  isClean,
  script('check'),
  script('docs', '--check'),
  script('test'),
  script('test:slow'),
  script('demo', '--all'),
  script('lint:package'),
  script('mcpb'),
  areVersionsEqual,
  script('test:clients'),
  program('npm', 'pack', '--pack-destination', 'build'),
  { ...isClean, name: 'the checks changed no file' },
];

const print = (text: string): void => void process.stdout.write(text);

const failed: string[] = [];
for (const { name, problem } of CHECKS) {
  print(`${name} … `);
  const started = Date.now();
  let found: string | undefined;
  try {
    found = problem();
  } catch (error) {
    found = String(error);
  }
  print(`${found === undefined ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  if (found === undefined) continue;
  failed.push(name);
  print(`${found.replace(/^/gm, '    ')}\n`);
}

const version = versionIn('package.json');
const { date } = newestRelease();
print(
  failed.length === 0
    ? `\n${version} is ready: all ${CHECKS.length} checks passed.\n`
    : `\n${version} is not ready, ${failed.length} of ${CHECKS.length} checks failed:\n${failed.map((name) => `- ${name}\n`).join('')}`,
);
if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
  print(`CHANGELOG.md has "${date}" in place of a date: write the day of the release there.\n`);
}
if (failed.length > 0) process.exitCode = 1;
