/** Why an issuer says nothing that can be used, as the end of a sentence. */
export class IssuerError extends Error {
  override readonly name = 'IssuerError';
}

/** Nobody waits longer for an issuer. */
const ISSUER_WAIT_MS = 5000;
/** Far more than metadata or keys need. */
const MAX_REPLY_BYTES = 512 * 1024;
/** One that has just failed is not asked again for as long. */
const ISSUER_PAUSE_MS = 3000;

/** Asks an issuer, who may be slow, gone, or not what it was taken for. */
export class IssuerRequests {
  readonly #failures = new Map<string, { readonly error: IssuerError; readonly at: number }>();
  readonly #warn: (line: string) => void;

  /** @param warn told of the first failure of a row */
  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  /**
   * What is under a URL, read to its end.
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
      if (last === undefined) this.#warn(`The OAuth issuer cannot be asked (${url}): ${error.message}.`);
      this.#failures.set(url, { error, at: performance.now() });
      throw error;
    }
  };
}

async function getBounded(url: string): Promise<Response> {
  const response = await fetch(url, {
    // An issuer that sends elsewhere may have been taken over; its own address has to be configured.
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
