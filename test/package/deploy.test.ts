import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';
import { ROOT } from '../support/project.ts';

const read = (name: string): Promise<string> => readFile(join(ROOT, name), 'utf8');
const compose = await read('deploy/compose.yaml');
const kubernetes = await read('deploy/kubernetes.yaml');
const proxy = await read('deploy/nginx.conf');

const known = new Set<string>(Object.values(SETTINGS).map(({ env }) => env));

describe.each([
  ['deploy/compose.yaml', compose],
  ['deploy/kubernetes.yaml', kubernetes],
])('%s', (_name, text) => {
  test('names settings that exist, and all that replicas need', () => {
    const named = new Set(text.match(/\bTIK(?:TOK|HUB)_[A-Z_]+\b/g));
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
    for (const name of [
      'TIKHUB_API_KEY',
      'TIKTOK_ACCOUNTS_FILE',
      'TIKTOK_CREATOR_TOKENS_FILE',
      'TIKTOK_CREATOR_HTTP_HOSTS',
      'TIKTOK_CREATOR_REDIS_URL',
      'TIKTOK_CREATOR_CACHE_KEY',
    ])
      expect(named).toContain(name);
    expect(text).toContain('["--http", "0.0.0.0:8080"]');
  });

  test('has no secret in it', () => {
    expect(text).not.toMatch(/(API_KEY|CACHE_KEY|REDIS_URL|PASSWORD)["']?: ["']?[\w+/=]{8,}/);
    expect(text).not.toMatch(/redis:\/\/:[^$@]+@/);
  });
});

test('the Compose file starts two replicas without rights, which only the proxy reaches', () => {
  expect(compose.match(/: \*replica/g)).toHaveLength(2);
  const replica = compose.slice(0, compose.indexOf('\nservices:'));
  for (const line of [
    'read_only: true',
    'cap_drop: [ALL]',
    'no-new-privileges:true',
    'stop_grace_period: 35s',
  ])
    expect(replica).toContain(line);
  expect(compose.match(/ports:.*/g)).toEqual(['ports: ["127.0.0.1:8080:80"]']);
});

test('the proxy sends no request twice, and to both replicas', () => {
  expect(proxy.match(/server (\w+):8080;/g)).toEqual(['server one:8080;', 'server two:8080;']);
  expect(proxy).toContain('proxy_next_upstream off;');
});

test('the Kubernetes manifest runs the released version without rights, and asks the probes that there are', async () => {
  const { version } = JSON.parse(await read('package.json'));
  expect(new Set(kubernetes.match(/image: .*/g))).toEqual(new Set([`image: tiktok-creator-mcp:${version}`]));
  for (const line of ['runAsNonRoot: true', 'readOnlyRootFilesystem: true', 'drop: [ALL]', 'replicas: 2'])
    expect(kubernetes).toContain(line);
  expect(kubernetes).toMatch(/readinessProbe: .*\/readyz/);
  expect(kubernetes).toMatch(/livenessProbe: .*\/healthz/);
});
