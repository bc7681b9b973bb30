/** The same as long as the process runs. */
const UNCHANGED_MS = 3_600_000;
/** Names the accounts that the principal has, which can change. */
const WITH_ACCOUNTS_MS = 60_000;
/** The server has a cache of its own, which knows what is fresh. */
const FIGURES_MS = 0;

/** What a modern client can ask for, and how long it may keep the result where the protocol wants that said. */
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

/** What a client is told about keeping a result; what one principal gets is never for another. */
export function cacheHintFor(
  method: string,
): { readonly ttlMs: number; readonly cacheScope: 'private' } | undefined {
  const ttlMs = METHODS.get(method);
  return ttlMs === undefined ? undefined : { ttlMs, cacheScope: 'private' };
}
