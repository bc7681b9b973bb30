/** Runs all that a release needs, to the end whatever fails, and says what it found. Needs a clean tree. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

const versioned = z.object({ version: z.string() });

/** One thing that has to hold; `fault` is what the person who releases has to know, undefined when all is well. */
interface Check {
  readonly name: string;
  fault(): string | undefined;
}

/** A check that is a program; what it printed is shown when it fails. */
const program = (command: string, ...args: readonly string[]): Check => ({
  name: [command, ...args].join(' '),
  fault() {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) return undefined;
    const words = stripVTControlCharacters(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`).trim();
    return words || `It ended with ${status} and said nothing.`;
  },
});

const script = (name: string, ...args: readonly string[]): Check =>
  program('npm', 'run', '--silent', name, ...(args.length > 0 ? ['--', ...args] : []));

const isClean: Check = {
  name: 'nothing is changed and not committed',
  fault() {
    const { stdout, stderr, status } = spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
    return stdout.trimEnd() || (status === 0 ? undefined : stderr);
  },
};

const versionIn = (file: string): string => versioned.parse(JSON.parse(readFileSync(file, 'utf8'))).version;

/** The newest release that the changelog names, and its date or what stands in its place. */
function newestRelease(): { readonly version: string; readonly date: string } {
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const [, version = 'no version', date = ''] = /^## \[(\d[^\]]*)\] - (.*)$/m.exec(changelog) ?? [];
  return { version, date };
}

const areVersionsEqual: Check = {
  name: 'the same version everywhere',
  fault() {
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
  script('demo'),
  script('lint:package'),
  script('mcpb'),
  areVersionsEqual,
  script('test:clients'),
  program('npm', 'pack', '--pack-destination', 'build'),
  { ...isClean, name: 'nothing was changed by all this' },
];

const print = (text: string): void => void process.stdout.write(text);

const faults: string[] = [];
for (const { name, fault } of CHECKS) {
  print(`${name} … `);
  const started = Date.now();
  let found: string | undefined;
  try {
    found = fault();
  } catch (error) {
    found = String(error);
  }
  print(`${found === undefined ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  if (found === undefined) continue;
  faults.push(name);
  print(`${found.replace(/^/gm, '    ')}\n`);
}

const version = versionIn('package.json');
const { date } = newestRelease();
print(
  faults.length === 0
    ? `\n${version} is ready: all ${CHECKS.length} checks passed.\n`
    : `\n${version} is not ready, ${faults.length} of ${CHECKS.length} checks failed:\n${faults.map((name) => `- ${name}\n`).join('')}`,
);
if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
  print(`CHANGELOG.md has "${date}" in place of a date: write the day of the release there.\n`);
}
if (faults.length > 0) process.exitCode = 1;
