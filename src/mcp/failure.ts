import { inspect } from 'node:util';
import { type CallToolResult, ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { ApiError, explain, withNextFor } from '../errors.ts';
import { switchedOffNote } from '../toolsets.ts';
import type { ServerContext } from './server-context.ts';

/**
 * The ApiError that anything thrown during a request stands for; undefined for an unexpected error.
 * @param signal of the request: anything thrown after the host cancelled counts as the cancellation
 */
const apiErrorOf = (error: unknown, signal: AbortSignal): ApiError | undefined => {
  if (signal.aborted) return new ApiError('cancelled', 'The call was cancelled.');
  return error instanceof ApiError ? error : undefined;
};

/** What went wrong, in one word. */
export const failureKind = (error: unknown, signal: AbortSignal): string =>
  apiErrorOf(error, signal)?.kind ?? 'unexpected';

/** The context of a failure: which secrets to take out, and which tools there are. */
type Failing = Pick<ServerContext, 'redactor' | 'toolsets' | 'keyHolder'>;

/** What the caller reads for anything thrown, without secrets; the stack of an unexpected error goes to the log. */
export function failureText(
  { redactor, toolsets, keyHolder }: Failing,
  error: unknown,
  signal: AbortSignal,
): string {
  const known = apiErrorOf(error, signal);
  // Redacted here, because the log does not know the secrets of a request.
  if (known === undefined) console.error(redactor.redact(inspect(error)));
  const said = redactor.redact(explain(withNextFor(keyHolder, known ?? error)));
  const note = switchedOffNote(said, toolsets);
  return note === undefined ? said : `${said} ${note}`;
}

/** A failed tool call: the text for the model, and fields for programs. */
export function failureResult(failing: Failing, error: unknown, signal: AbortSignal): CallToolResult {
  const known = apiErrorOf(error, signal);
  const kind = failureKind(error, signal);
  const facts =
    known === undefined
      ? { kind, retryable: false, billed: 'unknown' }
      : { kind, retryable: known.retryable, billed: known.billed };
  return {
    isError: true,
    content: [{ type: 'text', text: failureText(failing, error, signal) }],
    _meta: { error: facts },
  };
}

/** An error response: its message is a sentence, and the SDK takes its code over. */
class ResponseError extends Error {
  override readonly name = 'ResponseError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The protocol error for a failed request that has no result to carry the failure. */
export function failureResponse(failing: Failing, error: unknown, signal: AbortSignal): Error {
  const isInvalid = apiErrorOf(error, signal)?.kind === 'invalid_request';
  const code = isInvalid ? ErrorCode.InvalidParams : ErrorCode.InternalError;
  return new ResponseError(code, failureText(failing, error, signal));
}
