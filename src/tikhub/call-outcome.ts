import { z } from 'zod';
import { ApiError, type ErrorKind, errorKinds } from '../errors.ts';
import { deepFreeze } from '../shared-state/response-store.ts';
import type { ApiResponse } from './api-response.ts';

const isErrorKind = (kind: string): kind is ErrorKind => Object.hasOwn(errorKinds, kind);

const response = z.object({
  payload: z.unknown(),
  missing: z.string().optional(),
  isFaulty: z.boolean(),
  requestId: z.string().optional(),
  fetchedAt: z.number(),
});

const failure = z.object({
  kind: z.string().refine(isErrorKind),
  message: z.string(),
  status: z.number().optional(),
  requestId: z.string().optional(),
  next: z.string(),
  billed: z.enum(['no', 'yes', 'unknown']),
});

const outcome = z.union([z.object({ response }), z.object({ failure })]);

/**
 * How a call ended, for the other replicas that wait for it.
 * @returns undefined for what concerns only the caller: its cancellation, its budget, an unexpected error
 */
export function writeOutcome(settled: PromiseSettledResult<ApiResponse<unknown>>): string | undefined {
  if (settled.status === 'fulfilled') {
    const { payload, fault, requestId, fetchedAt } = settled.value;
    return JSON.stringify({
      response: {
        payload,
        isFaulty: fault !== undefined,
        missing: fault?.missing,
        requestId,
        fetchedAt: fetchedAt.getTime(),
      },
    });
  }
  const { reason } = settled;
  if (!(reason instanceof ApiError) || reason.kind === 'cancelled' || reason.kind === 'budget')
    return undefined;
  const { kind, message, status, requestId, next, billed } = reason;
  return JSON.stringify({ failure: { kind, message, status, requestId, next, billed } });
}

/**
 * The response that another replica got.
 * @throws ApiError the one that its call ended in
 */
export function readOutcome(text: string): ApiResponse<unknown> {
  const read = outcome.parse(JSON.parse(text));
  if ('failure' in read) {
    const { kind, message, ...details } = read.failure;
    throw new ApiError(kind, message, details);
  }
  const { payload, isFaulty, missing, requestId, fetchedAt } = read.response;
  return {
    payload: deepFreeze(payload),
    fault: isFaulty ? { missing } : undefined,
    requestId,
    fetchedAt: new Date(fetchedAt),
    cached: true,
  };
}
