import fc from 'fast-check';
import { MockAgent } from 'undici';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { type Connection, connectToUrl, ENDPOINTS, NOW, type Result } from '../support/connect.ts';
import { unlimited } from '../support/context.ts';
import { API_KEY, CACHE_URL, COOKIE, ECHO, PLANTED, PROXY, spellingsOf } from '../support/faults/secrets.ts';
import { ask } from '../support/sandbox-calls.ts';
import { subjectOf } from '../support/subjects.ts';

/** The same cases every time, unless told otherwise; a failure names its seed. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
/** A nightly run tries 10,000: `npm run lab`. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 1000);
const RUNS = { seed: SEED, numRuns: CASES } as const;
const TIMEOUT = 120_000;

const { video, product } = subjectOf('us');
const OCTOBER = '2026-10-01';

/** Valid arguments of every tool. */
const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(ENDPOINTS.map((name) => [name, {}])),
  get_account_insights_overview: { start_date: OCTOBER },
  get_live_analytics_summary: { start_date: OCTOBER },
  get_video_list_analytics: { start_date: OCTOBER, page: 0 },
  get_product_analytics_list: { start_date: OCTOBER, end_date: '2026-10-31', page: 0 },
  get_video_associated_product_list: { item_ids: [video], start_date: OCTOBER },
  get_video_audience_stats: { item_id: video, start_date: OCTOBER },
  get_video_detailed_stats: { item_id: video, start_date: OCTOBER },
  get_video_to_product_stats: { item_id: video, product_id: product, start_date: OCTOBER },
  get_product_related_videos: { item_id: video, product_id: product, start_date: OCTOBER },
  summarize_month: { month: '2026-10' },
  summarize_period: { period: 'last_30_days' },
  explain_change: { period: 'last_month' },
  review_videos: { month: '2026-10', pages: 1 },
  compare_videos: { previous: 1 },
  find_posting_times: { months: 1, pages: 1 },
  profile_audience: { month: '2026-10', max_calls: 12 },
  attribute_sales: { period: 'last_month', max_calls: 6 },
  review_products: { period: 'last_month', max_calls: 5 },
  export_table: { table: 'products', month: '2026-10' },
  summarize_account_health: {},
};
const TOOLS = Object.keys(ARGUMENTS);

/** What the vendor answers: by endpoint the sandbox's real payload, its longer lists cut to a few entries. */
const payloads = new Map<string, unknown>();

const short = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 2).map(short);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, short(entry)]));
};

const envelope = (payload: unknown): Record<string, unknown> => ({
  code: 200,
  request_id: 'c0-request-1',
  message: 'Request successful. This request will incur a charge.',
  time_stamp: NOW.getTime() / 1000,
  params: { cookie: COOKIE, proxy: PROXY, key: API_KEY },
  cache_url: CACHE_URL,
  data: { code: 0, message: 'success', data: payload },
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the upstream answers: this, or by endpoint what is right. */
let reply: Reply | undefined;
let connection: Connection;
let logged = '';
beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation((...words) => {
    logged += `${words.join(' ')}\n`;
  });
  const sandbox = await startSandbox({ now: () => NOW });
  for (const endpoint of ENDPOINTS) {
    const own = ARGUMENTS[endpoint] ?? {};
    const dates = 'start_date' in own && !('end_date' in own) ? { start_date: '10-01-2026' } : {};
    const page = endpoint === 'get_account_violation_list' ? { page: 1 } : {};
    payloads.set(endpoint, short(await ask(sandbox, 'us', endpoint, { ...own, ...dates, ...page })));
  }
  await sandbox.close();

  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get('https://api.tikhub.io')
    .intercept({ path: () => true, method: 'POST' })
    .reply(({ path }) => ({
      statusCode: reply?.status ?? 200,
      data: reply?.body ?? JSON.stringify(envelope(payloads.get(path.slice(path.lastIndexOf('/') + 1)))),
      responseOptions: { headers: { 'content-type': 'application/json', ...reply?.headers } },
    }))
    .persist();
  connection = await connectToUrl('https://api.tikhub.io', {
    // The pace is tested elsewhere; 20,000 calls at it would take half an hour.
    createLimiter: unlimited,
    apiKey: API_KEY,
    cookie: COOKIE,
    proxy: PROXY,
    dispatcher: agent.compose((dispatch) => dispatch),
  });
});
afterAll(() => connection.host.close());

const FORBIDDEN = Object.values(PLANTED).flatMap(spellingsOf);

/** Makes a call and holds its answer to what every answer has to be. */
async function play(tool: string, args: Record<string, unknown>): Promise<void> {
  logged = '';
  // The SDK's host holds the answer against the protocol and the listed schema, and throws.
  const { isError, structured, text, whole }: Result = await connection.call(tool, args);
  expect(text).not.toBe('');
  expect(isError).toBe(structured === undefined);
  expect(/unexpected error|\bat [^ ]+ \(|\.[jt]s:\d|ZodError/.exec(text)?.[0]).toBeUndefined();
  expect(/\[object |native code/.exec(text)?.[0]).toBeUndefined();
  const leak = FORBIDDEN.find((secret) => whole.includes(secret) || text.includes(secret));
  expect(leak).toBeUndefined();
  expect(logged).toBe('');
}

/** What arguments and replies hold where they should hold something else. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    [],
    {},
    [[]],
    [null],
    { a: null },
    true,
    false,
    0,
    -0,
    -1,
    0.1,
    1e21,
    1e300,
    -1e300,
    5e-324,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER + 2,
    'NaN',
    'Infinity',
    '1e400',
    '-5',
    '0x10',
    '9'.repeat(400),
    '2026-10-01',
    '10-01-2026',
    '2026-02-30',
    '+275760-09-13',
    253_402_300_800,
    -86_400,
    '7400000000000000001',
    '__proto__',
    'constructor',
    'https://evil.example/](x)',
    'javascript:alert(1)',
    '# h\n| a | b |\n|---|---|\n```\n![x](https://evil.example)',
    '\u0000\u001b[31m\u202e\u200b\ud83d',
    'x'.repeat(5000),
    `Bearer ${API_KEY}`,
    COOKIE,
    PROXY,
    CACHE_URL,
    encodeURIComponent(COOKIE),
    JSON.stringify(ECHO),
    { amount: '1e308', currency_code: 'USD' },
    { amount: '12.5', currency_code: 'usd|\n# x' },
    { amount: '-0.001', currency_code: 'JPY' },
    { amount: {}, currency_code: [] },
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Right for an argument of this name. */
const rightFor: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  start_date: fc.constantFrom(
    '2026-10-01',
    '2026-11-30',
    '10-31-2026',
    '2024-02-29',
    '0001-01-01',
    '9999-12-31',
  ),
  end_date: fc.constantFrom('2026-10-31', '2026-12-31', '9999-12-31'),
  month: fc.constantFrom('2026-10', '2026-11', '0000-01', '9999-12', '1969-12'),
  page: fc.nat({ max: 1000 }),
  max_pages: fc.integer({ min: 1, max: 3 }),
  rules: fc.constantFrom('VIDEO_LIST_GMV', 'VIDEO_LIST_CTR'),
  item_id: fc.constantFrom(video, '123456', '9'.repeat(25)),
  item_ids: fc.constantFrom([video], [video, product], Array(50).fill(video)),
  product_id: fc.constantFrom(product, '123456'),
  count: fc.integer({ min: 1, max: 100 }),
  offset: fc.nat(),
  raw: fc.boolean(),
  cookie: fc.constantFrom(
    COOKIE,
    `Cookie: ${COOKIE}`,
    'sessionid=inline-1a2b3c; msToken=inline-4d5e6f; ttwid=inline-7a8b9c',
    'Your_Cookie_String',
    'sessionid=',
  ),
  proxy: fc.constantFrom(PROXY, '', 'http://proxy.example:1'),
};
const NAMES = Object.keys(rightFor);

/** Valid arguments; then some of them right in another way; then some wrong, missing, or strange. */
const argumentSets = fc.record({
  tool: fc.constantFrom(...TOOLS),
  right: fc.dictionary(fc.constantFrom(...NAMES), fc.constant(true), { maxKeys: 3 }),
  values: fc.record(rightFor),
  wrong: fc.dictionary(fc.constantFrom(...NAMES, 'account'), hostile, { maxKeys: 2 }),
  strange: fc.option(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2, noNullPrototype: true }), {
    freq: 4,
  }),
  removed: fc.option(fc.constantFrom(...NAMES), { freq: 8 }),
  polluting: fc.boolean(),
});

test(`${CASES} argument sets`, { timeout: TIMEOUT }, async () => {
  reply = undefined;
  await fc.assert(
    fc.asyncProperty(argumentSets, ({ tool, right, values, wrong, strange, removed, polluting }) => {
      const own = ARGUMENTS[tool] ?? {};
      const chosen = Object.entries(values).filter(
        ([name]) => name in right && (name in own || name !== 'page'),
      );
      const args: Record<string, unknown> = { ...own, ...Object.fromEntries(chosen), ...wrong, ...strange };
      if (removed !== null) delete args[removed];
      return play(tool, polluting ? { ...args, ...JSON.parse('{"__proto__":{"x":1}}') } : args);
    }),
    RUNS,
  );
});

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

const CHANGES = ['set', 'delete', 'wrap', 'repeat', 'rename', 'text', 'move', 'deep'] as const;

/** A way down into a document: at every level one of its entries, or here. */
const way = fc.array(fc.nat(), { minLength: 1, maxLength: 10 });

/** A change to a reply: where, what is done there, and with what. */
const mutation = fc.record({
  where: way,
  what: fc.constantFrom(...CHANGES),
  value: hostile,
  other: way,
});

/** The keys along a way. */
function pathOf(document: unknown, steps: readonly number[]): readonly string[] {
  const path: string[] = [];
  let here = document;
  for (const step of steps) {
    const keys = typeof here === 'object' && here !== null ? Object.keys(here) : [];
    const key = keys[step % (keys.length + 1)];
    if (key === undefined) break;
    path.push(key);
    here = Reflect.get(Object(here), key);
  }
  return path;
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((here, key) => Reflect.get(Object(here), key), value);

/** A copy of a document with the value at a path replaced by what `make` says; `undefined` removes it. */
function replaced(
  value: unknown,
  path: readonly string[],
  make: (old: unknown) => unknown,
  name?: string,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return make(value);
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => {
      if (String(index) !== key) return [entry];
      const made = replaced(entry, rest, make, name);
      return made === undefined ? [] : [made];
    });
  }
  return Object.fromEntries(
    Object.entries(Object(value)).map(([own, entry]) =>
      own === key
        ? [rest.length === 0 ? (name ?? own) : own, replaced(entry, rest, make, name)]
        : [own, entry],
    ),
  );
}

const DEEP = '@deep@';

function mutated(document: unknown, { where, what, value, other }: Drawn<typeof mutation>): unknown {
  const path = pathOf(document, where);
  const [choice = 0] = other;
  const ways: Readonly<Record<typeof what, (old: unknown) => unknown>> = {
    set: () => value,
    delete: () => undefined,
    wrap: (old) => (choice % 2 === 0 ? [old] : { [path.at(-1) ?? 'x']: old }),
    repeat: (old) => (Array.isArray(old) ? Array(30).fill(old).flat() : [old, old]),
    rename: (old) => old,
    text: (old) => (typeof old === 'string' ? Number(old) : JSON.stringify(old)),
    move: () => at(document, pathOf(document, other)),
    deep: () => (choice % 5 === 0 ? DEEP : value),
  };
  const name = what === 'rename' ? ['__proto__', 'constructor', '', 'x'][choice % 4] : undefined;
  return replaced(document, path, ways[what], name) ?? null;
}

const replies = fc.record({
  tool: fc.constantFrom(...TOOLS),
  source: fc.option(fc.constantFrom(...ENDPOINTS), { freq: 2 }),
  raw: fc.boolean(),
  pages: fc.integer({ min: 1, max: 2 }),
  inPayload: fc.boolean(),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 5 }),
  spoiled: fc.option(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), how: fc.nat({ max: 4 }) }), {
    freq: 6,
  }),
  status: fc.option(fc.constantFrom(201, 301, 400, 401, 402, 403, 404, 422, 428, 429, 500, 503), {
    freq: 10,
  }),
  wait: fc.option(fc.constantFrom('0', '-1', '1e9', 'x', '99999999999999', 'Sun, 22 Nov 2026 12:00:05 GMT'), {
    freq: 4,
  }),
});

/** The text of a reply, whole or spoiled. */
function bodyOf({ tool, source, inPayload, mutations, spoiled }: Drawn<typeof replies>): string {
  const payload = payloads.get(source ?? tool) ?? Object.assign({}, ...payloads.values());
  const document = inPayload
    ? envelope(mutations.reduce(mutated, payload))
    : mutations.reduce<unknown>(mutated, envelope(payload));
  const text = (JSON.stringify(document) ?? '').replace(
    `"${DEEP}"`,
    `${'['.repeat(9000)}${']'.repeat(9000)}`,
  );
  if (spoiled === null) return text;
  const cut = Math.floor(spoiled.at * text.length);
  const ways = [
    () => text.slice(0, cut),
    () => text.slice(0, cut) + text.slice(cut).replace(/-?\d+(\.\d+)?/, '1e400'),
    () => text.slice(0, cut) + text.slice(cut).replace(/"([a-z_]+)":/, '"$1":null,"$1":'),
    () => text.slice(0, cut) + text.slice(cut).replace(/\{/, '{"__proto__":{"x":1},'),
    () => `<html>${text.slice(cut)}</html>`,
  ];
  return ways[spoiled.how]?.() ?? text;
}

test(`${CASES} replies`, { timeout: TIMEOUT }, async () => {
  await fc.assert(
    fc.asyncProperty(replies, (one) => {
      const { tool, raw, pages, status, wait } = one;
      const own = ARGUMENTS[tool] ?? {};
      const walks = 'page' in own || tool === 'get_showcase_product_list' ? { max_pages: pages } : {};
      reply = {
        status: status ?? 200,
        headers: wait === null ? {} : { 'retry-after': wait },
        body: bodyOf(one),
      };
      return play(tool, { ...own, ...walks, ...(raw && tool.startsWith('get_') ? { raw: true } : {}) });
    }),
    RUNS,
  );
});
