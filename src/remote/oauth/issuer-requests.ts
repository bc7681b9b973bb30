/** Says why an issuer gave no usable reply, as the end of a sentence. */
export class IssuerError extends Error {
  override readonly name = 'IssuerError';
}

/** The time limit of a request. */
const ISSUER_WAIT_MS = 5000;
/** Much more than metadata or keys need. */
const MAX_REPLY_BYTES = 512 * 1024;
/** How long a URL is not requested again after a failure. */
const ISSUER_PAUSE_MS = 3000;

/** Sends requests to an issuer, which may be slow, unreachable or compromised. */
export class IssuerRequests {
  readonly #failures = new Map<string, { readonly error: IssuerError; readonly at: number }>();
  readonly #warn: (line: string) => void;

  /** @param warn receives one line for the first of several failures in a row */
  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  /**
   * The complete reply of a URL.
   * @throws IssuerError
   */
  readonly get = async (url: string): Promise<Response> => {
    const last = this.#failures.get(url);
    if (last !== undefined && performance.now() - last.at < ISSUER_PAUSE_MS) throw last.error;
    try {
      const response = await getBounded(url);
      this.#failures.delete(url);
      return response;
    } catch (cause) {
      const error = cause instanceof IssuerError ? cause : new IssuerError(whyNoReply(cause), { cause });
      if (last === undefined) this.#warn(`The OAuth issuer cannot be reached (${url}): ${error.message}.`);
      this.#failures.set(url, { error, at: performance.now() });
      throw error;
    }
  };
}

async function getBounded(url: string): Promise<Response> {
  const response = await fetch(url, {
    // A redirect may mean that the issuer was taken over. A new address has to be configured.
    redirect: 'error',
    signal: AbortSignal.timeout(ISSUER_WAIT_MS),
    headers: { accept: 'application/json' },
  });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) throw new IssuerError('its reply is too large');
    chunks.push(chunk);
  }
  if (response.status >= 500) throw new IssuerError(`HTTP ${response.status}`);
  return new Response(Buffer.concat(chunks), { status: response.status });
}

function whyNoReply(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no reply within ${ISSUER_WAIT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `no connection${code}, or a redirect`;
}
