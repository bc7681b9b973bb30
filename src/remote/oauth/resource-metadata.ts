/** The metadata of a protected resource (RFC 9728, 2). */
export interface ResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly ['header'];
  readonly scopes_supported?: readonly string[];
  readonly resource_name: string;
}

export const resourceMetadata = (
  resource: string,
  issuer: string,
  scopes: readonly string[],
): ResourceMetadata => ({
  resource,
  authorization_servers: [issuer],
  bearer_methods_supported: ['header'],
  ...(scopes.length === 0 ? {} : { scopes_supported: scopes }),
  resource_name: 'TikTok Creator',
});

/** The URL of the metadata (RFC 9728, 3.1), with the prefix before the path of the resource. */
export function metadataUrl(resource: string): URL {
  const { origin, pathname } = new URL(resource);
  return new URL(`/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`, origin);
}

interface Challenge {
  readonly resource: string;
  readonly error?: 'invalid_token' | 'insufficient_scope';
  /** A sentence without quotes. */
  readonly says?: string;
  readonly scopes?: readonly string[];
}

/** The `WWW-Authenticate` header of a refused request (RFC 6750, 3; RFC 9728, 5.1). */
export function challenge({ resource, error, says, scopes = [] }: Challenge): string {
  const parts = [
    ['realm', 'tiktok-creator-mcp'],
    ['error', error],
    ['error_description', says],
    ['scope', scopes.length === 0 ? undefined : scopes.join(' ')],
    ['resource_metadata', metadataUrl(resource).href],
  ];
  const said = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]));
  return `Bearer ${said.join(', ')}`;
}
