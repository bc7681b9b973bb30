/** For results that stay the same while the process runs. */
const UNCHANGED_MS = 3_600_000;
/** For results that name the principal's accounts, which can change. */
const WITH_ACCOUNTS_MS = 60_000;
/** For results that the server caches itself. */
const FIGURES_MS = 0;

/** The methods of a modern client, and how long it may cache the results of those that the protocol lets it cache. */
const METHODS: ReadonlyMap<string, number | undefined> = new Map([
  ['server/discover', UNCHANGED_MS],
  ['tools/list', WITH_ACCOUNTS_MS],
  ['tools/call', undefined],
  ['resources/list', WITH_ACCOUNTS_MS],
  ['resources/templates/list', UNCHANGED_MS],
  ['resources/read', FIGURES_MS],
  ['prompts/list', UNCHANGED_MS],
  ['prompts/get', undefined],
  ['completion/complete', undefined],
]);

export const isModernMethod = (method: string): boolean => METHODS.has(method);

/** The caching hints of a result; a result of one principal is never for another. */
export function cacheHintFor(
  method: string,
): { readonly ttlMs: number; readonly cacheScope: 'private' } | undefined {
  const ttlMs = METHODS.get(method);
  return ttlMs === undefined ? undefined : { ttlMs, cacheScope: 'private' };
}
