import { access, constants, lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ApiError, type ErrorKind, explain } from '../errors.ts';
import { parseJson } from '../json.ts';
import { RequestContext } from '../mcp/request-context.ts';
import type { HandlerContext } from '../mcp/server-context.ts';
import { addMonths, dateOf, monthOf, monthRange } from '../metrics/calendar.ts';
import {
  accountHealthStatus,
  accountInsightsOverview,
  accountViolationList,
  creatorAccountInfo,
  type Endpoint,
  liveAnalyticsSummary,
  type Params,
  productAnalyticsList,
  showcaseProductList,
  videoAnalyticsSummary,
  videoListAnalytics,
} from '../tikhub/endpoints.ts';
import type { HttpTransport } from '../tikhub/http.ts';
import { parseResponse } from '../tikhub/response.ts';
import { prepareRequest } from '../tikhub/send-request.ts';
import { VERSION } from '../version.ts';
import { describeWriteError, writePrivateFile } from './private-output.ts';
import { type Shape, shapeOf } from './reply-shape.ts';
import { type BucketLayout, bucketLayouts } from './reply-windows.ts';
import type { Terminal } from './terminal.ts';

/** What `shapes` needs. */
export interface ShapesSubject {
  readonly context: HandlerContext;
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  readonly transport: HttpTransport;
  readonly timeoutMs: number;
  /** The default account if left out. */
  readonly account: string | undefined;
  readonly out: string;
  /** Replaces an existing file. */
  readonly force: boolean;
  /** Asks before anything is sent; undefined if nobody should be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

/** What the file says about one reply. */
interface ReplyReport {
  readonly endpoint: string;
  /** What was sent, apart from cookie and proxy. */
  readonly asked: Record<string, unknown>;
  readonly http_status?: number;
  readonly outcome: 'success' | 'not asked' | ErrorKind;
  readonly buckets?: readonly BucketLayout[];
  readonly body?: Shape;
}

/** After one of these, every further call would fail in the same way. */
const FINAL: ReadonlySet<string> = new Set(['config', 'session', 'auth', 'balance', 'network', 'budget']);

type Question = (sender: ShapeSender) => Promise<ReplyReport>;

/** A call that needs no id, with its parameters. */
const question =
  <Q extends Params, V>(endpoint: Endpoint<Q, V>, params: Q): Question =>
  (sender) =>
    sender.ask(endpoint, params);

/** The nine endpoints that need no id, for a month that is over. */
function questionsAbout(now: Date): Question[] {
  const { from, to } = monthRange(addMonths(monthOf(dateOf(now, 0)), -1));
  return [
    question(accountHealthStatus, {}),
    question(accountViolationList, { page: 1 }),
    question(accountInsightsOverview, { start_date: from }),
    question(liveAnalyticsSummary, { start_date: from }),
    question(videoAnalyticsSummary, {}),
    question(videoListAnalytics, { start_date: from, page: 0, rules: 'VIDEO_LIST_PUBLISH_TIME' }),
    question(productAnalyticsList, { start_date: from, end_date: to, page: 0 }),
    question(creatorAccountInfo, {}),
    question(showcaseProductList, { count: 5, offset: 0 }),
  ];
}

/**
 * Makes nine calls and writes the shapes of the replies to a file: keys, types, lengths, codes and the layout of the
 * buckets. Replies are not kept.
 * @returns whether the file was written and has the shape of at least one reply
 */
export async function saveShapes(subject: ShapesSubject, terminal: Terminal): Promise<boolean> {
  const { context, force } = subject;
  const path = resolve(subject.out);
  const obstacle = await obstacleAt(path, force);
  if (obstacle !== undefined) return complainAbout(obstacle, terminal);
  const sender = openSender(subject);
  if (!(sender instanceof ShapeSender)) return complainAbout(sender, terminal);
  terminal.print(billingNotice(context.sandbox));
  if (subject.confirm !== undefined && !(await subject.confirm('Continue? [y/N] '))) {
    return complainAbout('Nothing was sent, and no file was written.', terminal);
  }
  const replies: ReplyReport[] = [];
  for (const ask of questionsAbout(context.now())) replies.push(await ask(sender));
  const report = {
    about:
      'Shapes of replies of the TikTok Creator API: keys, types, lengths, codes and days between windows. No values, ids or texts of the account.',
    program: `tiktok-creator-mcp ${VERSION}`,
    sandbox: context.sandbox,
    replies,
  };
  try {
    await writePrivateFile(path, `${sender.redact(JSON.stringify(report, undefined, 2))}\n`, force);
  } catch (error) {
    return complainAbout(describeWriteError(error, path), terminal);
  }
  const answered = replies.filter(({ body }) => body !== undefined).length;
  for (const failure of sender.failures) terminal.printError(`${failure}\n`);
  terminal.print(
    `The shapes of ${answered} of ${replies.length} replies are in ${path}. Read the file before you pass it on.\n`,
  );
  return answered > 0;
}

const billingNotice = (sandbox: boolean): string =>
  `shapes makes nine small calls. ${sandbox ? 'In the sandbox nothing is billed.' : 'Each one is billed if the vendor answers it.'} The file gets keys, types, lengths and codes of the replies, and no values, ids or texts.\n`;

function complainAbout(text: string, { printError }: Terminal): false {
  printError(`${text}\n`);
  return false;
}

/** What would prevent the file from being written after the calls were paid for. */
async function obstacleAt(path: string, force: boolean): Promise<string | undefined> {
  const exists = await lstat(path).then(
    () => true,
    () => false,
  );
  if (exists && !force) return describeWriteError(Object.assign(new Error(), { code: 'EEXIST' }), path);
  try {
    await access(dirname(path), constants.W_OK);
    return undefined;
  } catch (error) {
    return describeWriteError(error, path);
  }
}

/** The sender for the account, or why there is none. */
function openSender(subject: ShapesSubject): ShapeSender | string {
  const { context, account } = subject;
  const names = [...context.accounts.byName.keys()];
  // It may be a secret in the wrong place, so it is not shown.
  if (account !== undefined && !names.includes(account)) {
    return `There is no account of that name. The accounts are: ${names.join(', ') || 'none'}. Nothing was sent.`;
  }
  try {
    const { signal } = new AbortController();
    return new ShapeSender(subject, new RequestContext(context, { account }, { signal }));
  } catch (error) {
    return `${explain(error)} Nothing was sent.`;
  }
}

/** Makes the calls one after the other and keeps the shapes of their replies; none is retried. */
class ShapeSender {
  /** What failed, one sentence for each call. */
  readonly failures: string[] = [];
  readonly #subject: ShapesSubject;
  readonly #request: RequestContext;
  #isOver = false;

  constructor(subject: ShapesSubject, request: RequestContext) {
    this.#subject = subject;
    this.#request = request;
  }

  /** The text without the secrets of the configuration and of the account. */
  redact(text: string): string {
    return this.#request.redactor.redact(text);
  }

  async ask<Q extends Params, V>(endpoint: Endpoint<Q, V>, params: Q): Promise<ReplyReport> {
    const about = { endpoint: endpoint.name, asked: endpoint.writeParams(params) };
    if (this.#isOver) return { ...about, outcome: 'not asked' };
    const { account } = this.#request;
    const { timeoutMs, context } = this.#subject;
    let received: Pick<ReplyReport, 'http_status' | 'buckets' | 'body'> = {};
    try {
      this.#request.budget.take('call');
      const send = prepareRequest(this.#subject, endpoint, params, account);
      const reply = await send(AbortSignal.timeout(timeoutMs));
      received = { http_status: reply.status };
      const body = parseReply(reply.text);
      const asked = { start: params.start_date, end: endOf(params), now: context.now() };
      const buckets = bucketLayouts(body, asked);
      received = {
        ...received,
        ...(buckets.length === 0 ? {} : { buckets }),
        body: body === undefined ? 'no JSON' : shapeOf(body, [...context.accounts.byName.keys()]),
      };
      parseResponse(reply, account.name);
      return { ...about, ...received, outcome: 'success' };
    } catch (error) {
      const kind = kindOf(error);
      this.#isOver = FINAL.has(kind);
      this.failures.push(
        `${endpoint.name}: ${error instanceof ApiError ? explain(error) : `failed (${kind}).`}`,
      );
      return { ...about, ...received, outcome: kind };
    }
  }
}

/** Undefined for a body that is not JSON, such as a firewall's page. */
function parseReply(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The last day that is requested: the end of the month if only its first day is sent. */
function endOf({ start_date, end_date }: Params): string | undefined {
  return end_date ?? (start_date === undefined ? undefined : monthRange(monthOf(start_date)).to);
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof ApiError) return error.kind;
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'upstream';
}
