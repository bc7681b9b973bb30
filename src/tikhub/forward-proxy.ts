/** The proxy that calls go through. */
export interface ForwardProxy {
  readonly url: URL;
  /** The environment variable that names it. */
  readonly setting: 'HTTP_PROXY' | 'HTTPS_PROXY';
}
