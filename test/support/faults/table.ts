import { Agent } from 'undici';
import type { ErrorKind } from '../../../src/errors.ts';
import { type connectToUrl, NOW } from '../connect.ts';
import { API_KEY, CACHE_URL, COOKIE, ECHO } from './secrets.ts';
import {
  type Act,
  after,
  answer,
  drip,
  endless,
  type FaultUpstream,
  half,
  hangUp,
  json,
  part,
  reset,
  say,
  silence,
  type Written,
} from './upstream.ts';

/** One way in which a call can go wrong, and what has to come of it. */
export interface Fault {
  readonly name: string;
  /** Several where the contract leaves the choice. */
  readonly kind: ErrorKind | readonly ErrorKind[];
  /** What each request gets: a proper reply, or something else. */
  readonly reply?: Written;
  readonly act?: Act;
  /** Requests made for the one call. */
  readonly attempts: number;
  /** How many of those arrived whole, where some cannot. */
  readonly arrive?: number;
  /** The waits between them; left out: half a second and a second, a quarter more or less. */
  readonly waits?: readonly number[];
  readonly says?: RegExp;
  readonly tool?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly options?: Parameters<typeof connectToUrl>[1];
  /** Breaks the upstream in ways that no reply can, and mends it. */
  readonly arrange?: (upstream: FaultUpstream) => void | Promise<void>;
  readonly mend?: (upstream: FaultUpstream) => void | Promise<void>;
}

type Row = Omit<Fault, 'kind' | 'attempts'> & Partial<Pick<Fault, 'kind' | 'attempts'>>;

/** Rows with what they have in common: one attempt and the upstream's fault, unless said. */
const table = (group: string, common: Partial<Fault>, rows: readonly Row[]): readonly Fault[] =>
  rows.map((row) => ({
    kind: 'upstream',
    attempts: 1,
    ...common,
    ...row,
    name: group === '' ? row.name : `${group}: ${row.name}`,
  }));

const REQUEST_ID = 'c0-request-77';
const PAYLOAD = { user_id: '7400000000000000001' };

/** A success of the vendor around a payload, with everything that it might repeat; `more` replaces parts of it. */
export const success = (payload: unknown, more: object = {}): object => ({
  code: 200,
  request_id: REQUEST_ID,
  message: 'Request successful. This request will incur a charge.',
  time_stamp: NOW.getTime() / 1000,
  params: ECHO,
  cache_url: CACHE_URL,
  data: { code: 0, message: 'success', data: payload },
  ...more,
});

/** A reply of `get_creator_account_info` with nothing wrong. */
export const HEALTHY = {
  payload: PAYLOAD,
  act: json(success(PAYLOAD)),
  text: JSON.stringify(success(PAYLOAD)),
};

/** A success around TikTok's own envelope, whatever that is. */
const inner = (data: unknown): Written => ({ body: JSON.stringify(success(undefined, { data })) });
const outer = (body: unknown): Written => ({ body: JSON.stringify(body) });
export const failure = (status: number, message: string, headers: Written['headers'] = {}): Written => ({
  status,
  headers,
  body: JSON.stringify({ detail: { code: status, request_id: REQUEST_ID, message, ...ECHO } }),
});
const page = (status: number, title: string): Written & { readonly body: string } => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body>${JSON.stringify(ECHO)}</body></html>`,
});
const empty = (status: number): Written => ({ status, headers: { 'content-length': '' } });

const AMBIGUOUS = "Request failed. Please retry. You won't be charged for this request.";
const NAMED = new RegExp(`request ${REQUEST_ID}`);

const STATUSES = [
  ...table('', { says: NAMED }, [
    { name: 'HTTP 400', reply: failure(400, AMBIGUOUS), attempts: 2 },
    {
      name: 'HTTP 400 in words of a dead session',
      kind: 'session',
      reply: failure(400, 'User is not logged in.'),
    },
    {
      name: 'HTTP 400 that repeats every secret',
      reply: failure(400, `Bad ${API_KEY} ${encodeURIComponent(COOKIE)}`),
      attempts: 2,
    },
    {
      name: 'HTTP 400 that repeats a cookie where its message is cut off',
      reply: failure(400, `${'f'.repeat(265)} ${COOKIE}`),
      attempts: 2,
    },
    { name: 'HTTP 401', kind: 'auth', reply: failure(401, 'Invalid API key.') },
    {
      name: 'HTTP 401 in words of a dead session',
      kind: 'session',
      reply: failure(401, 'Cookie has expired'),
    },
    { name: 'HTTP 402', kind: 'balance', reply: failure(402, `Insufficient balance for ${API_KEY}`) },
    { name: 'HTTP 403', kind: 'permission', reply: failure(403, 'Your email is not verified.') },
    { name: 'HTTP 418', reply: failure(418, 'teapot') },
    { name: 'HTTP 428', kind: 'session', reply: failure(428, 'Cookie expired.') },
    { name: 'HTTP 429', kind: 'rate_limited', reply: failure(429, 'Too many requests.'), attempts: 3 },
    { name: 'HTTP 500', reply: failure(500, 'Internal Server Error'), attempts: 3 },
    { name: 'HTTP 501', reply: failure(501, 'Not Implemented') },
    { name: 'HTTP 502', reply: failure(502, 'Bad Gateway'), attempts: 3 },
    { name: 'HTTP 503', reply: failure(503, 'Unavailable'), attempts: 3 },
    { name: 'HTTP 504', reply: failure(504, 'Gateway Timeout'), attempts: 3 },
  ]),
  ...table('', {}, [
    {
      name: 'HTTP 404',
      kind: 'config',
      reply: { status: 404, body: '{"detail":"Not Found"}' },
      says: /TIKHUB_BASE_URL/,
    },
    { name: 'HTTP 405', kind: 'config', reply: { status: 405, body: '{"detail":"Method Not Allowed"}' } },
    {
      name: 'HTTP 422 that repeats the body',
      kind: 'invalid_request',
      reply: {
        status: 422,
        body: JSON.stringify({
          detail: [{ loc: ['body', 'page'], msg: 'Input should be an integer', input: ECHO.input }],
        }),
      },
      says: /page: Input should be an integer/,
    },
    {
      name: 'HTTP 422 of nulls',
      kind: 'invalid_request',
      reply: { status: 422, body: '{"detail":[null,{"loc":null,"msg":null,"input":null}]}' },
    },
    {
      name: 'HTTP 500, detail is text',
      reply: { status: 500, body: '{"detail":"Internal Server Error"}' },
      attempts: 3,
    },
    {
      name: 'HTTP 500 of nulls',
      reply: { status: 500, body: '{"detail":{"code":null,"message":null,"request_id":null}}' },
      attempts: 3,
    },
    {
      name: 'HTTP 500 with a message of 5,000 characters',
      reply: failure(500, 'long '.repeat(1000)),
      attempts: 3,
      says: /said: "[^"]{200,300}"/,
    },
    {
      name: 'HTTP 500 with a message that paints the terminal',
      reply: failure(500, '\u001b[31mred\u001b[0m\r\n# head\u202e\u200b\u0000end'),
      attempts: 3,
      says: /said: "red # headend"/,
    },
    { name: 'HTTP 201', reply: { status: 201, body: HEALTHY.text } },
    { name: 'HTTP 204', reply: empty(204) },
    { name: 'HTTP 304', kind: 'config', reply: empty(304) },
    ...[301, 302, 303, 307, 308].map(
      (status): Row => ({
        name: `HTTP ${status}`,
        kind: 'config',
        reply: { ...page(status, 'Moved'), headers: { location: `/elsewhere?key=${API_KEY}` } },
      }),
    ),
  ]),
  ...table('page of HTML', {}, [
    { name: 'HTTP 400', reply: page(400, 'Bad Request'), attempts: 2 },
    { name: 'HTTP 401', kind: 'auth', reply: page(401, 'Unauthorized') },
    { name: 'HTTP 402', kind: 'balance', reply: page(402, 'Payment Required') },
    { name: 'HTTP 403', kind: 'permission', reply: page(403, 'Attention Required!'), says: /firewall/ },
    { name: 'HTTP 404', kind: 'config', reply: page(404, 'nginx') },
    { name: 'HTTP 422', kind: 'invalid_request', reply: page(422, 'Unprocessable Entity') },
    { name: 'HTTP 429', kind: 'rate_limited', reply: page(429, 'Slow down'), attempts: 3 },
    { name: 'HTTP 500', reply: page(500, 'Error'), attempts: 3 },
    { name: 'HTTP 502', reply: page(502, 'Bad Gateway'), attempts: 3 },
    { name: 'HTTP 503', reply: page(503, 'Maintenance'), attempts: 3 },
    { name: 'HTTP 504', reply: page(504, 'Gateway Timeout'), attempts: 3 },
    { name: 'HTTP 520', reply: page(520, 'Web server is returning an unknown error') },
  ]),
  ...table('no body', {}, [
    { name: 'HTTP 400', reply: { status: 400 }, attempts: 2 },
    { name: 'HTTP 401', kind: 'auth', reply: { status: 401 } },
    { name: 'HTTP 403', kind: 'permission', reply: { status: 403 } },
    { name: 'HTTP 428', kind: 'session', reply: { status: 428 } },
    { name: 'HTTP 429', kind: 'rate_limited', reply: { status: 429 }, attempts: 3 },
    { name: 'HTTP 500', reply: { status: 500 }, attempts: 3 },
  ]),
];

const soon = (seconds: number): string => new Date(NOW.getTime() + seconds * 1000).toUTCString();
const unix = (seconds: number): string => String(NOW.getTime() / 1000 + seconds);
const limited = (headers: Written['headers']): Written => failure(429, 'Too many requests.', headers);

const RATE_LIMITS = [
  ...table('HTTP 429', { kind: 'rate_limited', attempts: 3 }, [
    { name: 'Retry-After: 2', reply: limited({ 'retry-after': '2' }), waits: [2000, 2000] },
    { name: 'Retry-After: 0.5', reply: limited({ 'retry-after': '0.5' }), waits: [500, 500] },
    { name: 'Retry-After, a date in 5 s', reply: limited({ 'retry-after': soon(5) }), waits: [5000, 5000] },
    { name: 'Retry-After: soon', reply: limited({ 'retry-after': 'soon' }) },
    { name: 'X-RateLimit-Reset: 3', reply: limited({ 'x-ratelimit-reset': '3' }), waits: [3000, 3000] },
    {
      name: 'X-RateLimit-Reset, unix time in 4 s',
      reply: limited({ 'x-ratelimit-reset': unix(4) }),
      waits: [4000, 4000],
    },
    {
      name: 'Retry-After and X-RateLimit-Reset',
      reply: limited({ 'retry-after': '1', 'x-ratelimit-reset': '30' }),
      waits: [1000, 1000],
    },
  ]),
  ...table('HTTP 429 beyond the deadline', { kind: 'rate_limited' }, [
    { name: 'Retry-After: 120', reply: limited({ 'retry-after': '120' }), says: /\b120 s\b/ },
    { name: 'Retry-After, a date in 90 s', reply: limited({ 'retry-after': soon(90) }), says: /\b90 s\b/ },
    {
      name: 'X-RateLimit-Reset, unix time in 75 s',
      reply: limited({ 'x-ratelimit-reset': unix(75) }),
      says: /\b75 s\b/,
    },
    // Not a time that anybody means: whatever is done about it, it is not passed on.
    {
      name: 'Retry-After: 1e999',
      reply: limited({ 'retry-after': '1e999' }),
      says: /^(?!.*(Infinity|e\+|\d{7}))/,
    },
  ]),
];

const EMPTY = table('empty success', { kind: 'session', says: /empty response/ }, [
  { name: 'inner data {}', reply: outer(success({})) },
  { name: 'inner data null', reply: outer(success(null)) },
  { name: 'inner data missing', reply: inner({ code: 0, message: 'success' }) },
  { name: 'inner data empty text', reply: outer(success('')) },
  { name: 'inner data []', reply: outer(success([])) },
  { name: 'an inner code and nothing else', reply: inner({ code: 0 }) },
  { name: 'data {}', reply: inner({}) },
  { name: 'data null', reply: inner(null) },
  { name: 'data missing', reply: inner(undefined) },
  { name: 'data empty text', reply: inner('') },
  { name: 'data []', reply: inner([]) },
  {
    name: 'nulls everywhere',
    reply: outer({
      code: 200,
      request_id: null,
      message: null,
      time_stamp: null,
      cache_url: null,
      data: null,
    }),
  },
]);

/** The vendor bills every HTTP 200 (upstream-api.md 1), so no sentence about one may deny it. */
const BILLED = /^(?!.*(nothing was billed|not billed))/is;

const CODES = table('code', { says: BILLED }, [
  { name: 'outer 500', reply: outer(success(PAYLOAD, { code: 500, message: 'down' })) },
  { name: 'outer 400', reply: outer(success(PAYLOAD, { code: 400, message: 'try again' })) },
  { name: 'outer 429', kind: 'rate_limited', reply: outer(success(PAYLOAD, { code: 429 })) },
  { name: 'outer -1', reply: outer(success(PAYLOAD, { code: -1 })) },
  { name: 'outer "500", a text', reply: outer(success(PAYLOAD, { code: '500' })) },
  { name: 'inner 401', kind: 'session', reply: inner({ code: 401, message: 'no login', data: null }) },
  { name: 'inner 428', kind: 'session', reply: inner({ code: 428, message: 'cookie', data: null }) },
  { name: 'inner 401 and nothing else', kind: 'session', reply: inner({ code: 401 }) },
  {
    name: 'inner "401", a text',
    kind: 'session',
    reply: inner({ code: '401', message: 'no login', data: null }),
  },
  {
    name: 'inner 10000 in words of a dead session',
    kind: 'session',
    reply: inner({ code: 10000, message: 'Session expired, please log in', data: {} }),
  },
  { name: 'inner 98009999', reply: inner({ code: 98009999, message: `busy ${API_KEY}`, data: PAYLOAD }) },
  { name: 'inner 429', kind: 'rate_limited', reply: inner({ code: 429, message: 'slow', data: null }) },
  { name: 'inner 500', reply: inner({ code: 500, message: null, data: PAYLOAD }) },
  { name: 'inner -1', reply: inner({ code: -1, message: '', data: PAYLOAD }) },
  {
    name: 'inner 404, which cannot be the address: that has answered',
    kind: ['upstream', 'invalid_request'],
    reply: inner({ code: 404, message: 'video not found', data: null }),
    says: /^(?!.*(TIKHUB_BASE_URL|nothing was billed|not billed))/is,
  },
  {
    name: 'inner 402, which is not about our balance',
    kind: 'upstream',
    reply: inner({ code: 402, message: 'campaign budget', data: null }),
  },
]);

/** Valid JSON that is no answer. None of it tells anything about the session. */
const SHAPES = table('JSON', { kind: 'shape', says: BILLED }, [
  { name: 'text', kind: 'upstream', reply: outer('fine') },
  { name: 'a number', kind: 'upstream', reply: outer(200) },
  { name: 'null', kind: 'upstream', reply: outer(null) },
  { name: 'a list', kind: 'upstream', reply: outer([success(PAYLOAD)]) },
  { name: "another service's", kind: ['shape', 'upstream'], reply: outer({ status: 'ok' }) },
  { name: "a gateway's", kind: ['shape', 'upstream'], reply: outer({ detail: 'Not Found' }) },
  { name: 'data is text', reply: inner('fine') },
  { name: 'data is a number', reply: inner(42) },
  { name: 'data is a list', reply: inner([PAYLOAD]) },
  { name: 'inner data is text', reply: outer(success('fine')) },
  { name: 'inner data is a list', reply: outer(success([PAYLOAD])) },
  { name: 'three envelopes', reply: outer(success({ code: 0, data: PAYLOAD })) },
  { name: 'no user_id', reply: outer(success({ permission_list: [] })) },
  { name: 'no segments', reply: outer(success({ meta: {} })), tool: 'get_live_analytics_summary' },
  { name: 'segments null', reply: outer(success({ segments: null })), tool: 'get_video_list_analytics' },
  {
    name: 'segments of numbers',
    reply: outer(success({ segments: [1, null] })),
    tool: 'get_video_analytics_summary',
  },
  { name: 'no records', reply: outer(success({ total: 3 })), tool: 'get_account_violation_list' },
  { name: 'no products', reply: outer(success({ total: 3 })), tool: 'get_showcase_product_list' },
  { name: 'no risk_info', reply: outer(success({ is_show_score: true })), tool: 'get_account_health_status' },
  {
    name: '20,000 lists in each other, raw',
    kind: ['shape', 'upstream'],
    reply: {
      body: HEALTHY.text.replace(
        `"${PAYLOAD.user_id}"`,
        `"${PAYLOAD.user_id}","deep":${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      ),
    },
    args: { raw: true },
  },
  {
    name: '20,000 lists in each other, where a tool passes them on',
    kind: ['shape', 'upstream'],
    reply: {
      body: HEALTHY.text.replace(
        `"${PAYLOAD.user_id}"`,
        `"${PAYLOAD.user_id}","experiment_variants":${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      ),
    },
  },
]);

const MB = 1024 * 1024;
const BIG = JSON.stringify(success({ ...PAYLOAD, nick_name: 'x'.repeat(9 * MB) }));
const ENCODED =
  /^The response is encoded as "[^"]{1,40}"; only gzip was accepted\. The vendor bills every HTTP 200/;
const TOO_LARGE = /larger than 8 MB/;
const BROKEN_OFF = /connection was lost.*may have billed/s;
const MAYBE_BILLED = /may still bill/;
const SHORT = { timeoutMs: 400 };
const chunked = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${body}`;

const BODIES = [
  ...table('body', { says: BILLED }, [
    { name: 'empty', reply: { body: '' } },
    { name: 'spaces', reply: { body: ' \r\n\t ' } },
    { name: 'plain text', reply: { body: `OK ${COOKIE}` } },
    { name: 'a page', reply: page(200, 'Welcome') },
    { name: 'a page called JSON', reply: { body: page(200, 'Log in to your network').body } },
    { name: 'half of a JSON text', reply: { body: HEALTHY.text.slice(0, 200) } },
    { name: 'two JSON texts', reply: { body: `${HEALTHY.text}\n${HEALTHY.text}` } },
    { name: 'UTF-16', reply: { body: Buffer.from(HEALTHY.text, 'utf16le') } },
    { name: 'bytes that are no text', reply: { body: Buffer.alloc(2000, 0xfe) } },
    { name: 'NUL bytes', reply: { body: Buffer.alloc(2000) } },
    {
      name: 'a page called gzip',
      reply: { ...page(200, 'Welcome'), headers: { 'content-encoding': 'gzip' } },
    },
    {
      name: 'gzip called nothing',
      reply: { body: HEALTHY.text, packed: 'gzip', headers: { 'content-encoding': '' } },
    },
    { name: 'half of a gzip text', act: half('gzip', HEALTHY.text) },
    {
      name: 'a length that is too short',
      reply: { body: HEALTHY.text, headers: { 'content-length': '100', connection: 'close' } },
    },
  ]),
  ...table('body', { says: ENCODED }, [
    { name: 'br', reply: { body: HEALTHY.text, packed: 'br' } },
    { name: 'deflate', reply: { body: HEALTHY.text, packed: 'deflate' } },
    { name: 'raw deflate', reply: { body: HEALTHY.text, packed: 'raw deflate' } },
    {
      name: 'gzip called br',
      reply: { body: HEALTHY.text, packed: 'gzip', headers: { 'content-encoding': 'br' } },
    },
    {
      name: 'gzip twice',
      reply: { body: HEALTHY.text, packed: 'gzip', headers: { 'content-encoding': 'gzip, gzip' } },
    },
    {
      name: 'an encoding nobody knows',
      reply: { body: Buffer.alloc(100, 0x28), headers: { 'content-encoding': 'zstd' } },
    },
    {
      name: 'an encoding that is a sentence',
      reply: { body: HEALTHY.text, headers: { 'content-encoding': `x`.repeat(200) } },
    },
  ]),
  ...table('body', { kind: 'balance' }, [
    {
      name: 'a failure in an encoding that was not asked for',
      reply: { status: 402, body: HEALTHY.text, packed: 'br' },
    },
  ]),
  ...table('body', { says: TOO_LARGE }, [
    { name: '9 MB', reply: { body: BIG } },
    { name: 'without end', act: endless(Buffer.alloc(256 * 1024, 0x20)) },
    { name: '9 MB in gzip', reply: { body: BIG, packed: 'gzip' } },
  ]),
  ...table('body', { kind: 'network', says: BROKEN_OFF }, [
    {
      name: 'a length that is too long, then the end',
      act: part({ body: HEALTHY.text, headers: { 'content-length': '99999' } }, HEALTHY.text.length, 'close'),
    },
    { name: 'the end in the middle', act: part({ body: HEALTHY.text }, 100, 'close') },
    { name: 'a reset in the middle', act: part({ body: HEALTHY.text }, 100, 'reset') },
    { name: 'the end before it', act: part({ body: HEALTHY.text }, 0, 'close') },
    { name: 'chunks that end too soon', act: say(chunked(`10\r\n${HEALTHY.text.slice(0, 16)}\r\n`)) },
    { name: 'a chunk size that is no number', act: say(chunked(`xyz\r\n${HEALTHY.text}\r\n0\r\n\r\n`)) },
    { name: 'a chunk longer than it says', act: say(chunked(`10\r\n${HEALTHY.text}\r\n0\r\n\r\n`)) },
  ]),
  ...table('body', { kind: 'timeout', options: SHORT, says: MAYBE_BILLED }, [
    { name: 'a silence in the middle', act: part({ body: HEALTHY.text }, 100, 'hang') },
    { name: 'a silence before it', act: part({ body: HEALTHY.text }, 0, 'hang') },
    { name: 'a byte every 50 ms', act: drip({ body: HEALTHY.text }, 1, 50) },
  ]),
];

/** A name server that answers with an error; nothing asks a real one. */
const unresolved = (code: string): Agent =>
  new Agent({
    connect: {
      lookup: (host, _options, done) =>
        done(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code }), '', 0),
    },
  });

const NETWORK = [
  ...table('before an answer', { kind: 'network', attempts: 3, says: /cannot be reached/ }, [
    {
      name: 'refused',
      arrive: 0,
      arrange: (upstream) => upstream.refuse(),
      mend: (upstream) => upstream.heal(),
      says: /ECONNREFUSED/,
    },
  ]),
  ...table('no answer', { kind: 'network', says: /lost before there was a response.*may have billed/ }, [
    { name: 'accepted and closed', arrive: 0, arrange: (upstream) => upstream.greet('close') },
    { name: 'closed after the request', act: hangUp },
    { name: 'reset after the request', act: reset },
  ]),
  ...table('no answer', { kind: 'network' }, [
    {
      name: 'a name that does not exist',
      arrive: 0,
      options: { dispatcher: unresolved('ENOTFOUND') },
      says: /ENOTFOUND/,
    },
    {
      name: 'a name server out of order',
      arrive: 0,
      options: { dispatcher: unresolved('EAI_AGAIN') },
      attempts: 3,
      says: /EAI_AGAIN/,
    },
  ]),
  ...table('headers', { kind: 'network', says: /was lost/ }, [
    { name: 'the end in the status line', act: say('HTTP/1.1 2') },
    { name: 'the end among them', act: say('HTTP/1.1 200 OK\r\ncontent-le') },
    { name: 'a reset among them', act: say('HTTP/1.1 200 OK\r\ncontent-le', 'reset') },
  ]),
  ...table('headers', { kind: 'upstream' }, [
    { name: 'another protocol', act: say('SSH-2.0-OpenSSH_9.6\r\n'), says: /does not begin like HTTP/ },
    {
      name: 'a length that is no number',
      act: say(`HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n${HEALTHY.text}`),
      says: /its length is not a number/,
    },
    {
      name: '64 kB of them',
      act: say(`HTTP/1.1 200 OK\r\n${`x-filler: ${'f'.repeat(1000)}\r\n`.repeat(64)}\r\n`),
      says: /its headers are too long/,
    },
    {
      name: 'two lengths',
      act: say(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\ncontent-length: 20\r\n\r\n${HEALTHY.text}`),
      says: /the lengths that it states do not agree/,
    },
    {
      name: 'a length and chunks',
      act: say(
        'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
      ),
      says: /the lengths that it states do not agree/,
    },
    {
      name: 'NUL in one',
      act: say('HTTP/1.1 200 OK\r\nx-note: a\0b\r\ncontent-length: 2\r\n\r\n{}'),
      says: /a header has an invalid character, such as NUL/,
    },
    {
      name: '100 Continue, unsolicited',
      act: say(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}`),
      says: /begins with 100 Continue, which was not requested/,
    },
  ]),
  ...table('silence', { kind: 'timeout', options: SHORT, says: MAYBE_BILLED }, [
    { name: 'of a connection that nobody reads', arrive: 0, arrange: (upstream) => upstream.greet('ignore') },
    { name: 'after the request', act: silence },
    { name: 'in the middle of the status line', act: say('HTTP/1.1 20', 'hang') },
    { name: 'in the middle of the headers', act: say('HTTP/1.1 200 OK\r\ncontent-type: appl', 'hang') },
    {
      name: 'after the second request',
      attempts: 2,
      arrange: (upstream) => upstream.play(answer(failure(503, 'Unavailable')), silence),
      options: { timeoutMs: 1000 },
    },
  ]),
  ...table('too late to repeat', { options: SHORT }, [
    { name: 'HTTP 503 after half the time', act: after(200, answer(failure(503, 'Unavailable'))) },
  ]),
];

/** The whole table. */
export const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  status: STATUSES,
  'rate limit': RATE_LIMITS,
  envelope: [...EMPTY, ...CODES, ...SHAPES],
  body: BODIES,
  network: NETWORK,
};
