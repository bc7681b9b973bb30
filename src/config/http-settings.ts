import { type ListenAddress, parseHostNames, parseListenAddress, parseOrigins } from './listen-address.ts';
import { type AccountsSource, parseAccountsSource, parseIdentifier } from './parse-oauth.ts';
import { parsePath } from './parse-path.ts';
import { onOrOff } from './parse-setting.ts';
import type { Setting } from './setting.ts';

/** The settings for serving over HTTP; a part of the table of all settings. */
export const HTTP_SETTINGS = {
  http: {
    env: 'TIKTOK_CREATOR_HTTP',
    kind: 'text',
    help: '`[HOST:]PORT` to serve over HTTP in place of standard input, like `--http`. See docs/remote.md.',
    unset: 'standard input and output',
    parse: parseListenAddress,
  },
  tokensFile: {
    env: 'TIKTOK_CREATOR_TOKENS_FILE',
    kind: 'file',
    help: 'The file that `tokens` writes and the HTTP server reads.',
    unset: '`tokens.json` in the folder of setup',
    parse: parsePath,
  },
  tlsCert: {
    env: 'TIKTOK_CREATOR_TLS_CERT',
    kind: 'file',
    help: 'A file with the certificate chain of the HTTP server in PEM, like `--tls-cert`: with it and its key the server speaks HTTPS. Renewed files are picked up while it runs.',
    unset: 'HTTP without encryption',
    parse: parsePath,
  },
  tlsKey: {
    env: 'TIKTOK_CREATOR_TLS_KEY',
    kind: 'file',
    help: 'The key of that certificate in PEM, without a passphrase, in a file that only you can read, like `--tls-key`.',
    parse: parsePath,
  },
  oauthIssuer: {
    env: 'TIKTOK_CREATOR_OAUTH_ISSUER',
    kind: 'text',
    help: 'The issuer whose access tokens (JWT) the HTTP server accepts, as named in its tokens, such as `https://login.example`. See docs/remote.md.',
    unset: 'server tokens only',
    parse: parseIdentifier,
  },
  oauthResource: {
    env: 'TIKTOK_CREATOR_OAUTH_RESOURCE',
    kind: 'text',
    help: 'The URL at which clients reach the HTTP server, such as `https://mcp.example/mcp`: the audience of those access tokens.',
    unset: 'the address on this machine where it listens',
    parse: parseIdentifier,
  },
  oauthAccounts: {
    env: 'TIKTOK_CREATOR_OAUTH_ACCOUNTS',
    kind: 'text',
    help: 'The claim of those access tokens that names the accounts of their subject, or the path of a JSON file that assigns accounts to the values of a claim. A path starts with `/`, `./`, `~` or a drive.',
    default: 'tiktok_creator_accounts',
    parse: parseAccountsSource,
  },
  passthrough: {
    env: 'TIKTOK_CREATOR_PASSTHROUGH',
    kind: 'text',
    help: '`on` lets users of the HTTP server send their own API key and cookie in the headers `X-TikHub-Key` and `X-TikTok-Cookie`, like `--passthrough`.',
    default: 'off',
    parse: onOrOff,
  },
  auditLog: {
    env: 'TIKTOK_CREATOR_AUDIT_LOG',
    kind: 'text',
    help: 'Where the HTTP server logs each request as a line of JSON: `stderr`, `off`, or a file that only you can read.',
    default: 'stderr',
    parse: parsePath,
  },
  httpHosts: {
    env: 'TIKTOK_CREATOR_HTTP_HOSTS',
    kind: 'text',
    help: 'Host names of the HTTP server, in addition to those of this machine itself, separated by commas.',
    parse: parseHostNames,
  },
  httpOrigins: {
    env: 'TIKTOK_CREATOR_HTTP_ORIGINS',
    kind: 'text',
    help: 'Origins of web pages that may use the HTTP server, separated by commas, such as `https://app.example`.',
    parse: parseOrigins,
  },
} as const satisfies Readonly<
  Record<string, Setting<string | ListenAddress | AccountsSource | readonly string[]>>
>;
