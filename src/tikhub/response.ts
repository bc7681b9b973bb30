import { ApiError } from '../errors.ts';
import { isJsonObject, type JsonObject, parseJson, readNumber } from '../json.ts';
import { ACCOUNT_LIMITS } from '../metrics/account-info.ts';
import { cleanText } from '../untrusted-text.ts';
import { removeLinks } from './clean-reply.ts';
import { innerCodeError } from './inner-codes.ts';

/** What came back over HTTP, before any check. */
export interface HttpReply {
  readonly status: number;
  /** How long the other side says to wait, from `Retry-After` or `X-RateLimit-Reset`. */
  readonly waitMs: number | undefined;
  readonly text: string;
}

/** A successful response: the payload still as unknown data. */
export interface ParsedResponse {
  readonly payload: unknown;
  readonly requestId: string | undefined;
}

/**
 * Decides once whether a reply is a success, and takes the payload out of its double or single envelope (upstream-api.md 2).
 * @param who the account's name, for the sentences about its session
 * @throws ApiError for every reply that is not a success (upstream-api.md 3)
 */
export function parseResponse(reply: HttpReply, who: string): ParsedResponse {
  const body = removeLinks(parseBody(reply.text));
  const outer = isJsonObject(body) ? body : {};
  const detail = outer['detail'];
  const requestId =
    vendorText(outer['request_id']) ?? (isJsonObject(detail) ? vendorText(detail['request_id']) : undefined);
  if (reply.status !== 200) throw fault(reply.status, messageOf(detail ?? outer), reply, who, requestId);
  if (!isJsonObject(body)) {
    const what = reply.text.trim() === '' ? 'an empty body' : 'something that is not a JSON object';
    throw new ApiError('upstream', `The vendor returned ${what}.`, {
      requestId,
      next: BILLED,
      billed: 'yes',
    });
  }
  if (!('data' in body || 'code' in body)) {
    throw new ApiError('shape', 'The response is not from the TikTok Creator API.', {
      requestId,
      next: 'Check TIKHUB_BASE_URL: another service may be running there.',
    });
  }
  const outerCode = readNumber(body['code']);
  if (outerCode !== undefined && outerCode !== 200 && outerCode !== 0) {
    throw fault(outerCode, messageOf(body), reply, who, requestId);
  }
  return { payload: unwrap(body['data'], reply, who, requestId), requestId };
}

/** TikTok's own `{code, message, data}` inside the vendor's, where there is one: its success code is 0. */
function unwrap(data: unknown, reply: HttpReply, who: string, requestId: string | undefined): unknown {
  if (!isJsonObject(data)) return data;
  const code = readNumber(data['code']);
  const isEnvelope = 'data' in data || 'message' in data || Object.keys(data).length === 1;
  if (code === undefined || !isEnvelope) return data;
  if (code === 0 || code === 200) return data['data'];
  const payload = data['data'];
  if (ACCOUNT_LIMITS.has(code) && isJsonObject(payload) && isAccountInfo(payload)) {
    return { ...payload, inner_code: code };
  }
  const said = messageOf(data);
  const known = innerCodeError(code, who, quotedFrom('TikTok', said), {
    requestId,
    next: BILLED,
  });
  if (known !== undefined) throw known;
  // These are TikTok's codes: they say nothing about our key, balance or base URL.
  const meaning = code === 401 || code === 428 || code === 429 ? code : 500;
  const isOther = meaning === 500 && !(said !== undefined && SESSION_WORDS.test(said));
  const shown = isOther ? [`code ${code}`, ...(said === undefined ? [] : [said])].join(', ') : said;
  throw fault(meaning, shown, reply, who, requestId);
}

/** The one payload that may come beside a failure code (upstream-api.md 2.8). */
const isAccountInfo = (payload: JsonObject): boolean =>
  ['user_id', 'user_name', 'nick_name'].some((name) => Object.hasOwn(payload, name));

const quotedFrom = (whom: string, said: string | undefined): string =>
  said === undefined ? '' : ` (${whom} said: "${said}")`;

/** What to do next where the failure came inside an HTTP 200. */
const BILLED =
  'The vendor bills every HTTP 200, so the call was not retried. Try again in a minute; if the error persists, report it to the vendor.';

/** A wait in words. */
const inWords = (ms: number): string => (ms > 86_400_000 ? 'more than a day' : `${Math.ceil(ms / 1000)} s`);

/** How TikTok says that a session has ended. */
const SESSION_WORDS =
  /\b(log[ -]?in|logged (in|out))\b|\b(session|cookie)s? (is |has |have |are )?(expired|invalid)/i;

/** The one place where a status, of HTTP or inside the envelope, gets its meaning. */
function fault(
  status: number,
  said: string | undefined,
  reply: HttpReply,
  who: string,
  requestId: string | undefined,
): ApiError {
  const quoted = quotedFrom(reply.status === 200 ? 'TikTok' : 'the vendor', said);
  // A code inside a 200 is not an HTTP status and must not look like one.
  const isBilled = reply.status === 200;
  const details = {
    status: isBilled ? undefined : status,
    requestId,
    billed: isBilled ? ('yes' as const) : ('no' as const),
  };
  const sessionEnded = () =>
    new ApiError('session', `The session of account "${who}" is no longer valid${quoted}.`, details);
  if (status === 428 || (reply.status === 200 && status === 401)) return sessionEnded();
  if ([200, 400, 401].includes(reply.status) && said !== undefined && SESSION_WORDS.test(said))
    return sessionEnded();
  // A failure inside a 200 is billed, so it is never retried.
  const retry = (times: number, afterMs?: number) => (isBilled ? undefined : { times, afterMs });
  if (status === 400) {
    return new ApiError('upstream', `The vendor could not get a response from TikTok${quoted}.`, {
      ...details,
      retry: retry(1),
      next: `This may be a temporary failure, an argument that TikTok rejects, or an ended session of account "${who}". ${isBilled ? 'The call was billed, as every HTTP 200 is' : 'Nothing was billed'}. Check the arguments and try again; if the error persists, copy the cookies again.`,
    });
  }
  if (status === 401) return new ApiError('auth', `The vendor did not accept the API key${quoted}.`, details);
  if (status === 402) {
    return new ApiError(
      'balance',
      'The vendor refused the call: no balance left, or this endpoint does not accept free credit.',
      details,
    );
  }
  if (status === 403) {
    const html = /^\s*</.test(reply.text);
    return new ApiError(
      'permission',
      html ? "The vendor's firewall blocked the call." : `The API key may not use this endpoint${quoted}.`,
      html
        ? {
            ...details,
            next: 'It decides by the network you call from: try another one, or ask the vendor to allow yours.',
          }
        : details,
    );
  }
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) {
    return new ApiError('config', 'There is no TikTok Creator API at this base URL.', {
      ...details,
      next: 'Check TIKHUB_BASE_URL (default https://api.tikhub.io) and restart the server.',
    });
  }
  if (status === 422)
    return new ApiError('invalid_request', `The vendor rejected the request${quoted}.`, details);
  if (status === 429) {
    const wait = reply.waitMs === undefined ? '' : ` Retry in ${inWords(reply.waitMs)}.`;
    return new ApiError('rate_limited', `Too many requests for this API key.${wait}`, {
      ...details,
      retry: retry(2, reply.waitMs),
      next: isBilled ? BILLED : undefined,
    });
  }
  return new ApiError('upstream', `The vendor or TikTok failed${quoted}.`, {
    ...details,
    next: isBilled ? BILLED : undefined,
    retry: [500, 502, 503, 504].includes(status) ? retry(2) : undefined,
  });
}

function parseBody(text: string): unknown {
  try {
    // Some gateways put a byte order mark in front.
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

const vendorText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? bounded(value) : undefined;

/**
 * The vendor's own words. Only `message`, or `loc` and `msg` of a validation error: everything else in an
 * error body may echo the request, key and cookie included.
 */
function messageOf(detail: unknown): string | undefined {
  if (typeof detail === 'string') return vendorText(detail);
  if (Array.isArray(detail)) {
    const parts = detail.filter(isJsonObject).map((issue) => {
      const place = Array.isArray(issue['loc'])
        ? issue['loc'].filter((step) => step !== 'body').join('.')
        : '';
      return `${place}: ${vendorText(issue['msg']) ?? 'invalid'}`;
    });
    return parts.length > 0 ? bounded(parts.join('; ')) : undefined;
  }
  return isJsonObject(detail) ? (vendorText(detail['message']) ?? vendorText(detail['detail'])) : undefined;
}

/** The vendor's words are untrusted text. */
const bounded = (said: string): string => cleanText(said, 300);
