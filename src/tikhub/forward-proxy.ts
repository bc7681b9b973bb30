/** The proxy that calls go through. */
export interface ForwardProxy {
  readonly url: URL;
  /** The environment variable that sets it. */
  readonly setting: 'HTTP_PROXY' | 'HTTPS_PROXY';
}
