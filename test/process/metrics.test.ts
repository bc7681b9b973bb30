import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { callOf, heldUpstream, startHttp, startProcess } from '../support/http-process.ts';
import { cookieOf, folder } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

const SAMPLE =
  /^([a-z_]+)((?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) (\d+(?:\.\d+)?(?:e[+-]\d+)?)$/;

/** Reads the text format strictly: each family once, HELP before TYPE before its samples, no sample twice. */
function parsed(text: string): Map<string, number> {
  expect(text.endsWith('\n')).toBe(true);
  const samples = new Map<string, number>();
  const seen = new Set<string>();
  let family = '';
  let type = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_]+) \S.*$/.exec(line)?.[1];
    const typed = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (help !== undefined) {
      expect(seen).not.toContain(help);
      seen.add(help);
      [family, type] = [help, ''];
    } else if (typed !== null) {
      expect(typed[1]).toBe(family);
      type = typed[2] ?? '';
    } else {
      const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      const names =
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => family + end) : [family];
      expect(names, line).toContain(name);
      expect(type, line).not.toBe('');
      expect(samples.has(name + labels), line).toBe(false);
      samples.set(name + labels, Number(value));
    }
  }
  return samples;
}

const metricsOf = (url: URL, init: RequestInit = {}): Promise<Response> =>
  fetch(new URL('/metrics', url), init);

async function scraped(url: URL, init: RequestInit = {}) {
  const response = await metricsOf(url, init);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return { response, text, samples: parsed(text) };
}

const ENDPOINT = 'endpoint="get_account_health_status"';
const HEALTH = callOf('get_account_health_status');

describe('metrics', { timeout: TIMEOUT }, () => {
  test('count requests, cache, calls and refusals, and name nobody', async () => {
    const { url, post } = await startHttp(main, ['--sandbox']);
    for (const _ of [1, 2, 3]) await (await post(HEALTH)).text();
    await (await post(callOf('get_account_health_status', { account: 'nobody-of-that-name' }))).text();
    await (await post(callOf('no_such"tool\n{x}'))).text();
    await (await fetch(new URL('/nothing', url))).text();
    const refused = 'tiktok_creator_http_refusals_total{status="404"}';
    await expect.poll(async () => (await scraped(url)).samples.get(refused)).toBe(1);
    const { response, text, samples } = await scraped(url);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const ofRequests = [...samples].filter(([name]) => name.startsWith('tiktok_creator_requests_total'));
    const tool = 'tool="get_account_health_status"';
    expect(Object.fromEntries(ofRequests)).toEqual({
      [`tiktok_creator_requests_total{${tool},outcome="ok"}`]: 3,
      [`tiktok_creator_requests_total{${tool},outcome="invalid_request"}`]: 1,
      'tiktok_creator_requests_total{tool="unknown tool",outcome="invalid_request"}': 1,
    });
    expect(samples.get(`tiktok_creator_cache_lookups_total{${ENDPOINT},result="hit"}`)).toBe(2);
    expect(samples.get(`tiktok_creator_cache_lookups_total{${ENDPOINT},result="miss"}`)).toBe(1);
    expect(samples.get(`tiktok_creator_upstream_calls_total{${ENDPOINT},status="2xx"}`)).toBe(1);
    expect(samples.get(`tiktok_creator_upstream_seconds_count{${ENDPOINT}}`)).toBe(1);
    const buckets = [...samples].filter(([name]) =>
      name.startsWith('tiktok_creator_upstream_seconds_bucket'),
    );
    const counts = buckets.map(([, count]) => count);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(buckets.at(-1)).toEqual([`tiktok_creator_upstream_seconds_bucket{${ENDPOINT},le="+Inf"}`, 1]);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(text).not.toMatch(/nobody|anybody|no_such|"us"|"sg"|cookie/i);
  });

  test('show what is under way, and a call that failed', async () => {
    const upstream = await heldUpstream();
    const env = { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') };
    const { url, post } = await startHttp(main, [], env);
    const gone = new AbortController();
    const answer = post(HEALTH, {}, { signal: gone.signal }).catch(() => undefined);
    await expect.poll(() => upstream.received()).toBe(1);
    expect((await scraped(url)).samples.get('tiktok_creator_requests_in_flight')).toBe(1);
    gone.abort();
    await answer;
    const inFlight = async () => (await scraped(url)).samples.get('tiktok_creator_requests_in_flight');
    await expect.poll(inFlight).toBe(0);
    const none = `tiktok_creator_upstream_calls_total{${ENDPOINT},status="none"}`;
    await expect.poll(async () => (await scraped(url)).samples.get(none)).toBe(1);
    const { text } = await scraped(url);
    expect(text).toContain('outcome="cancelled"} 1\n');
    expect(text).not.toContain(upstream.env.TIKHUB_API_KEY);
  });

  test('are read with GET only, and not by a foreign page', async () => {
    const { url, raw } = await startHttp(main, ['--sandbox']);
    const posted = await metricsOf(url, { method: 'POST', body: '{}' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
    const head = await metricsOf(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const get = (...headers: readonly string[]) =>
      raw(['GET /metrics HTTP/1.1', ...headers, 'Connection: close', '', ''].join('\r\n'));
    expect(await get('Host: evil.example')).toMatch(/^HTTP\/1.1 403 /);
    // A page whose name has been pointed here can send any header, so that one proves nothing.
    expect(await get('Host: evil.example', 'Authorization: Bearer x')).toMatch(/^HTTP\/1.1 403 /);
    expect(await get(`Host: ${url.host}`, 'Origin: https://evil.example')).toMatch(/^HTTP\/1.1 403 /);
    expect(await get(`Host: ${url.host}`)).toMatch(/^HTTP\/1.1 200 /);
  });

  test('are for a token of their own where tokens are needed, under any Host, and that for nothing else', async () => {
    const { at } = folder();
    const env = { TIKTOK_CREATOR_TOKENS_FILE: at('tokens.json'), TIKTOK_CREATOR_AUDIT_LOG: at('audit.log') };
    const create = async (name: string, ...more: readonly string[]) => {
      const run = startProcess(main, ['tokens', 'create', name, '--sandbox', ...more], env);
      expect(await run.end(), run.log()).toBe(0);
      return { authorization: `Bearer ${run.out().trim()}`, said: run.log() };
    };
    const { authorization: ofTeam } = await create('north-team', '--accounts', 'us');
    const { authorization: ofExports } = await create('warehouse', '--accounts', 'us', '--read', 'exports');
    const { authorization, said } = await create('prometheus', '--read', 'metrics');
    expect(said).toContain('The token prometheus is for /metrics and nothing else. ');
    const { url, post, raw } = await startHttp(main, ['--sandbox'], env);
    for (const [sent, status] of [
      [undefined, 401],
      ['Bearer wrong', 401],
      [ofTeam, 403],
      [ofExports, 403],
    ] as const) {
      const refused = await metricsOf(url, sent === undefined ? {} : { headers: { authorization: sent } });
      const text = await refused.text();
      expect(refused.status, text).toBe(status);
      expect(JSON.parse(text).error.message).toMatch(status === 401 ? /server token/ : /for metrics only/);
    }
    await (await post(HEALTH, { authorization: ofTeam })).text();
    const misused = await post(HEALTH, { authorization });
    expect([misused.status, await misused.text()]).toEqual([
      403,
      expect.stringContaining('can only read /metrics'),
    ]);
    // The log is written after the response.
    await expect
      .poll(() => readFileSync(at('audit.log'), 'utf8'))
      .toMatch(
        /"principal":"north-team","outcome":"HTTP 403".*"principal":"prometheus","outcome":"HTTP 403"/s,
      );
    const { text, samples } = await scraped(url, { headers: { authorization } });
    expect(samples.get('tiktok_creator_http_refusals_total{status="401"}')).toBe(2);
    expect(samples.get('tiktok_creator_requests_total{tool="get_account_health_status",outcome="ok"}')).toBe(
      1,
    );
    expect(text).not.toMatch(/north-team|prometheus|tcm_|"us"/);
    const elsewhere = ['GET /metrics HTTP/1.1', 'Host: 10.0.0.5:8080', `Authorization: ${authorization}`];
    expect(await raw([...elsewhere, 'Connection: close', '', ''].join('\r\n'))).toMatch(/^HTTP\/1.1 200 /);
  });
});
