import type { HttpRefusal } from './reply.ts';

/** The content types of responses. */
const TYPES = ['application/json', 'text/event-stream'] as const;

/** An `Accept` header with both. */
export const BOTH_TYPES = TYPES.join(', ');

/** Whether a client accepts both; without the header it does. */
export function acceptsBoth(accept = '*/*'): boolean {
  const ranges = accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';', 1)[0]?.trim());
  return TYPES.every((type) =>
    [type, `${type.split('/', 1)[0]}/*`, '*/*'].some((range) => ranges.includes(range)),
  );
}

export const notAcceptable: HttpRefusal = {
  status: 406,
  code: -32000,
  why: `The Accept header must list ${TYPES.join(' and ')}, because a response can be either.`,
};
