import type { HttpRefusal } from './reply.ts';

/** What a response can be, depending on what is asked for. */
const TYPES = ['application/json', 'text/event-stream'] as const;

/** Both of them, as the header that says so. */
export const BOTH_TYPES = TYPES.join(', ');

/** Whether a client takes either of them; it does when it says nothing, or everything. */
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
  why: `The header Accept must list ${TYPES.join(' and ')}: a response can be either.`,
};
