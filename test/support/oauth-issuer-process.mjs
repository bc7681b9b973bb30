// A real OAuth issuer in a process of its own, as it is one in life: the test can stop it. Its settings come as JSON.
import Provider from 'oidc-provider';

const { issuer, port, jwks, claims } = JSON.parse(process.env.ISSUER ?? '{}');

const provider = new Provider(issuer, {
  jwks,
  clients: [],
  pkce: { required: () => true },
  scopes: ['openid', 'team:north', 'team:both'],
  features: {
    registration: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: (_context, resource) => ({
        scope: 'team:north team:both',
        audience: resource,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: (_context, token) => claims[token.accountId],
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
});
provider.listen(port, '127.0.0.1', () => process.stdout.write('listening\n'));
