import { HTTP_SETTINGS } from './http-settings.ts';
import type { ListenAddress } from './listen-address.ts';
import { isLocal } from './parse-address.ts';
import type { AccountsSource } from './parse-oauth.ts';
import type { SettingsReader } from './read-settings.ts';

/** How the server is reached over HTTP. */
export interface HttpConfig {
  readonly address: ListenAddress;
  /** The files for HTTPS; undefined for plain HTTP. */
  readonly tls: TlsFiles | undefined;
  /** Which access tokens are accepted; undefined if none are. */
  readonly oauth: OauthConfig | undefined;
  /** Whether requests may bring their own API key and cookie. */
  readonly passthrough: boolean;
  /** `stderr`, `off` or a path. */
  readonly auditLog: string;
  /** Further host names of the server. */
  readonly hosts: readonly string[];
  /** Origins of web pages that may use it. */
  readonly origins: readonly string[];
}

/** Which access tokens are accepted. */
export interface OauthConfig {
  readonly issuer: string;
  /** Their audience; where the server listens if left out. */
  readonly resource: string | undefined;
  readonly accounts: AccountsSource;
}

/** The paths of a certificate and its key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** How to serve over HTTP, if at all, and what is wrong with these settings, as sentences. */
export function readHttp(settings: SettingsReader): {
  readonly http: HttpConfig | undefined;
  readonly httpProblems: readonly string[];
} {
  const address = settings.read(HTTP_SETTINGS.http);
  const cert = settings.read(HTTP_SETTINGS.tlsCert);
  const key = settings.read(HTTP_SETTINGS.tlsKey);
  const issuer = settings.read(HTTP_SETTINGS.oauthIssuer);
  const resource = settings.read(HTTP_SETTINGS.oauthResource);
  const accounts = settings.read(HTTP_SETTINGS.oauthAccounts);
  // The public URL contains the host name.
  const named = resource === undefined ? [] : [new URL(resource).hostname];
  const http = address && {
    address,
    oauth: issuer === undefined ? undefined : { issuer, resource, accounts },
    tls: cert === undefined || key === undefined ? undefined : { cert, key },
    passthrough: settings.read(HTTP_SETTINGS.passthrough) === 'on',
    auditLog: settings.read(HTTP_SETTINGS.auditLog),
    hosts: [...(settings.read(HTTP_SETTINGS.httpHosts) ?? []), ...named],
    origins: settings.read(HTTP_SETTINGS.httpOrigins) ?? [],
  };
  settings.read(HTTP_SETTINGS.tokensFile);
  const problems = settings.isSet(HTTP_SETTINGS.http)
    ? [
        ...settings.problemsOf(...Object.values(HTTP_SETTINGS)),
        ...tlsHalves(settings),
        ...oauthHalves(settings, address),
      ]
    : [];
  return { http, httpProblems: problems };
}

/** Access tokens need an issuer, and an audience that clients can reach. */
function oauthHalves(settings: SettingsReader, address: ListenAddress | undefined): readonly string[] {
  const { oauthIssuer, oauthResource, oauthAccounts } = HTTP_SETTINGS;
  if (!settings.isSet(oauthIssuer))
    return [oauthResource, oauthAccounts]
      .filter((setting) => settings.isSet(setting))
      .map(({ env }) => `${env} is set without ${oauthIssuer.env}. Set both, or neither.`);
  if (address === undefined || isLocal(address.host) || settings.isSet(oauthResource)) return [];
  return [
    `${oauthIssuer.env} needs ${oauthResource.env}: the URL at which clients reach this server, which is the audience of its access tokens.`,
  ];
}

/** If encryption was wanted, serving without it would expose the tokens. */
function tlsHalves(settings: SettingsReader): readonly string[] {
  const { tlsCert, tlsKey } = HTTP_SETTINGS;
  if (settings.isSet(tlsCert) === settings.isSet(tlsKey)) return [];
  const [is, needs] = settings.isSet(tlsCert) ? [tlsCert, tlsKey] : [tlsKey, tlsCert];
  return [`${is.env} is set without ${needs.env}. Set both to encrypt, or neither.`];
}
