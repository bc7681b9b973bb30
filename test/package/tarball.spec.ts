import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildProject, npm, ROOT } from '../support/project.ts';
import { startHost } from '../support/stdio-host.ts';

const TIMEOUT = 60_000;

const packed = z.tuple([
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string(), mode: z.number() })) }),
]);

let project: Awaited<ReturnType<typeof buildProject>>;
let files: z.infer<typeof packed>[0]['files'];
/** An empty project, into which the tarball was installed. */
let user = '';
let installing = '';

beforeAll(async () => {
  project = await buildProject();
  const answer = await npm(project.folder, ['pack', '--ignore-scripts', '--json']);
  const [tarball] = packed.parse(JSON.parse(answer));
  files = tarball.files;
  user = join(project.folder, 'user');
  await mkdir(user);
  await writeFile(join(user, 'package.json'), '{"private":true}');
  installing = await npm(user, ['install', '--ignore-scripts', join(project.folder, tarball.filename)]);
}, TIMEOUT);
afterAll(() => project.remove());

const installed = (path = ''): string => join(user, 'node_modules/tiktok-creator-mcp', path);

describe('the tarball', () => {
  test('has these files', () => {
    const names = files.map(({ path }) => path.replace(/[\w-]+-[A-Z0-9]{8}\.js$/, '<name>-<hash>.js'));
    expect([...new Set(names)].sort()).toMatchInlineSnapshot(`
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "dist/<name>-<hash>.js",
        "dist/THIRD-PARTY.md",
        "dist/main.js",
        "package.json",
        "schema/accounts.schema.json",
      ]
    `);
    expect(files.find(({ path }) => path === 'dist/main.js')?.mode).toBe(0o755);
  });

  test('has no source map and nothing of the machine it was made on', async () => {
    for (const { path } of files) {
      const text = await readFile(installed(path), 'utf8');
      expect(text, path).not.toMatch(/sourceMappingURL|sourcesContent/);
      for (const place of [ROOT, project.folder, process.env['HOME'] ?? ROOT]) {
        if (place.length > '/root'.length) expect(text, path).not.toContain(place);
      }
    }
  });
});

describe('installed without any network', () => {
  test('it is one package without dependencies', async () => {
    expect(installing).toContain('added 1 package');
    const names = await readdir(join(user, 'node_modules'));
    expect(names.filter((name) => !name.startsWith('.'))).toEqual(['tiktok-creator-mcp']);
    const manifest: unknown = JSON.parse(await readFile(installed('package.json'), 'utf8'));
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
      expect(manifest).not.toHaveProperty(kind);
    }
    // npm runs these on the user's machine.
    for (const script of ['preinstall', 'install', 'postinstall']) {
      expect(manifest).not.toHaveProperty(['scripts', script]);
    }
  });

  test('it starts by its name, lists and answers', { timeout: TIMEOUT }, async () => {
    const { client, connected, call, log } = startHost({
      command: join(user, 'node_modules/.bin/tiktok-creator-mcp'),
      args: ['--sandbox'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    await connected;

    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['summarize_month', 'get_account_health_status', 'compare_accounts']),
    );
    const month = await call('summarize_month');
    expect(month.isError ?? false).toBe(false);
    expect(month.structuredContent).toMatchObject({ account: 'us', sandbox: true, currency: 'USD' });
    const { contents } = await client.readResource({ uri: 'tiktok-creator://sg/health' });
    expect(contents).toMatchObject([{ text: expect.stringContaining('sandbox, invented data') }]);
    expect(log()).toBe('');
  });

  // So attw has nothing to check: it looks at the types of what can be imported.
  test('it is a program: nothing of it can be imported but its manifest', async () => {
    const script = join(user, 'import.mjs');
    await writeFile(
      script,
      `const tried = ['tiktok-creator-mcp', 'tiktok-creator-mcp/dist/main.js'];
       const codes = await Promise.all(tried.map((name) => import(name).catch(({ code }) => code)));
       const { default: { name } } = await import('tiktok-creator-mcp/package.json', { with: { type: 'json' } });
       process.stdout.write(JSON.stringify([...codes, name]));`,
    );
    expect(JSON.parse(await npm(user, ['exec', '--', 'node', script]))).toEqual([
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'tiktok-creator-mcp',
    ]);
  });
});
