import { Redactor } from '../../src/credentials/redactor.ts';
import type { ErrorKind } from '../../src/errors.ts';
import { failureText } from '../../src/mcp/failure.ts';
import { processBudget } from '../../src/shared-state/call-limits.ts';
import { toolsetNames } from '../../src/toolsets.ts';
import {
  type Connection,
  connectToSandbox,
  connectToScript,
  connectToUrl,
  envelope,
  type ScriptedReply,
} from '../../test/support/connect.ts';
import { silence, startFaultUpstream } from '../../test/support/faults/upstream.ts';

/** One way to get an error: when it happens, and the message that the host receives. */
export interface Failure {
  readonly when: string;
  /** Makes it happen and returns the message. */
  provoke(): Promise<string>;
}

const TOOL = 'get_account_insights_overview';

/** Makes one call that must fail. */
async function fail(
  connecting: Promise<Connection>,
  tool: string = TOOL,
  args: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const connection = await connecting;
  const { isError, text } = await connection.call(tool, args);
  await connection.close();
  if (!isError) throw new Error(`${tool} was expected to fail and said: ${text}`);
  return text;
}

/** The vendor replies with this. */
const replied = (when: string, reply: ScriptedReply | Error): Failure => ({
  when,
  async provoke() {
    const connection = await connectToScript();
    connection.answer(reply);
    return fail(Promise.resolve(connection));
  },
});

const refused = (when: string, status: number, message: string, headers = {}): Failure =>
  replied(when, { status, headers, body: { detail: { code: status, request_id: 'c0ffee', message } } });

/** A call that cannot be sent because of the cookie. */
const unusable = (when: string, cookie: string | null): Failure => ({
  when,
  provoke: () => fail(connectToScript({ cookie })),
});

/** How each kind of error comes about. */
export const failures: Readonly<Record<ErrorKind, readonly Failure[]>> = {
  config: [
    { when: 'There is no API key', provoke: () => fail(connectToScript({ apiKey: null })) },
    unusable('There is no cookie', null),
    unusable('Only part of the cookie was copied', 'msToken=0a1b2c3d4e5f; tt-target-idc=useast5'),
    unusable('The cookie is still the placeholder of an example', '<your cookie>'),
    unusable(
      'The cookies of an export have expired',
      JSON.stringify(
        ['sessionid', 'msToken', 'ttwid'].map((name) => ({
          name,
          value: '0a1b2c3d4e5f',
          domain: '.tiktok.com',
          expirationDate: 1_790_000_000,
        })),
      ),
    ),
    replied('`TIKHUB_BASE_URL` is the address of something else', {
      status: 404,
      body: { detail: 'Not Found' },
    }),
  ],
  session: [
    {
      when: 'TikTok says that nobody is logged in',
      provoke: () => fail(connectToSandbox({ accounts: ['expired'] })),
    },
    replied('TikTok replies with an empty payload', { body: envelope({}) }),
  ],
  auth: [refused('The vendor does not know the key', 401, 'Invalid API key.')],
  balance: [refused('The balance is used up', 402, 'Insufficient balance.')],
  permission: [
    refused('The key lacks a permission', 403, 'Your email is not verified.'),
    replied("The vendor's firewall blocks the call", {
      status: 403,
      body: '<html><title>403 Forbidden</title></html>',
    }),
  ],
  rate_limited: [
    refused('Too many calls, three times in a row', 429, 'Too many requests.', { 'retry-after': '7' }),
  ],
  mismatch: [
    replied('The response holds the figures of two creators', {
      body: envelope({
        segments: ['7490000000000000001', '7490000000000000002'].map((creator_id) => ({
          time_selector: { timezone_offset: 0 },
          filter: { creator_id },
          timed_stats: [],
        })),
      }),
    }),
  ],
  invalid_request: [
    {
      when: 'An id was sent as a number',
      provoke: () =>
        fail(connectToSandbox(), 'get_video_audience_stats', { item_id: 7_695_722_029_836_303_000 }),
    },
    {
      when: 'An argument is unknown and a date does not exist',
      provoke: () => fail(connectToSandbox(), TOOL, { start_date: '2026-02-30', month: '2026-02' }),
    },
  ],
  upstream: [
    refused(
      'The vendor got no answer from TikTok, twice in a row',
      400,
      "Request failed. Please retry. You won't be charged for this request.",
    ),
    refused('The vendor failed, three times in a row', 503, 'Service Unavailable'),
    replied('TikTok reports an error inside a successful reply', {
      body: { code: 200, request_id: 'c0ffee', data: { code: 98001002, message: 'system busy', data: null } },
    }),
  ],
  timeout: [
    {
      when: 'No reply in time (here the limit was one second)',
      async provoke() {
        const upstream = await startFaultUpstream();
        upstream.play(silence);
        const said = await fail(connectToUrl(upstream.url, { timeoutMs: 1000 }));
        await upstream.close();
        return said;
      },
    },
  ],
  network: [
    replied(
      'Nothing answers at the address',
      Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' }),
    ),
  ],
  shape: [replied('A required part of the reply is missing', { body: envelope({ meta: {} }) })],
  budget: [
    {
      when: 'The process has used up its calls',
      async provoke() {
        const budget = processBudget(1);
        budget.take('call');
        try {
          budget.take('call');
        } catch (error) {
          return said(error);
        }
        throw new Error('The budget was expected to refuse.');
      },
    },
  ],
  cancelled: [
    {
      when: 'The host cancelled the request (so hardly anybody reads this)',
      provoke: async () => said(undefined, AbortSignal.abort()),
    },
  ],
};

/** The message for an error that was thrown. */
const said = (error: unknown, signal = new AbortController().signal): string =>
  failureText({ redactor: new Redactor(), toolsets: new Set(toolsetNames) }, error, signal);
