import type { Config } from './read-config.ts';

/** The same configuration with the embedded upstream and its accounts. */
export function sandboxConfig(
  config: Config,
  sandbox: {
    readonly url: string;
    readonly apiKey: string;
    readonly accounts: ReadonlyMap<string, { readonly cookie: string }>;
  },
): Config {
  const byName = new Map(
    [...sandbox.accounts].map(([name, { cookie }]) => [name, { cookie, source: 'The sandbox cookie' }]),
  );
  const [defaultName = 'us'] = byName.keys();
  return {
    ...config,
    baseUrl: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    needsKey: true,
    accounts: { byName, defaultName },
  };
}
