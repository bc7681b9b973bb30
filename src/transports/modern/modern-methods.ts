/** How long a client may keep a result, and whether others may have it. */
interface CacheHint {
  /** What one principal gets is never for another. */
  readonly cacheScope: 'private';
  readonly ttlMs: number;
}

/** The same as long as the process runs, but not for everybody: a token may be for exports only. */
const FOR_LONG: CacheHint = { cacheScope: 'private', ttlMs: 3_600_000 };

/** Names the accounts that the principal has, which can change. */
const WITH_ACCOUNTS: CacheHint = { cacheScope: 'private', ttlMs: 60_000 };

/** Fresh or not, the server has a cache of its own, which knows. */
const FIGURES: CacheHint = { cacheScope: 'private', ttlMs: 0 };

/** What a modern client can ask for. */
const METHODS: ReadonlyMap<string, CacheHint | undefined> = new Map([
  ['server/discover', FOR_LONG],
  ['tools/list', WITH_ACCOUNTS],
  ['tools/call', undefined],
  ['resources/list', WITH_ACCOUNTS],
  ['resources/templates/list', FOR_LONG],
  ['resources/read', FIGURES],
  ['prompts/list', FOR_LONG],
  ['prompts/get', undefined],
  ['completion/complete', undefined],
]);

export const isModernMethod = (method: string): boolean => METHODS.has(method);

/** What a client is told about keeping the result of a method, where the protocol has it. */
export const cacheHintFor = (method: string): CacheHint | undefined => METHODS.get(method);
