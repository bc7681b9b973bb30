import { HTTP_SETTINGS } from './http-settings.ts';
import type { ListenAddress } from './listen-address.ts';
import type { SettingsReader } from './read-settings.ts';

/** How the server is reached over HTTP. */
export interface HttpConfig {
  readonly address: ListenAddress;
  /** Undefined without encryption. */
  readonly tls: TlsFiles | undefined;
  /** Whether requests may bring an API key and a cookie of their own. */
  readonly passthrough: boolean;
  /** `stderr`, `off` or a path. */
  readonly auditLog: string;
  /** Further names under which it is reached. */
  readonly hosts: readonly string[];
  /** Origins of web pages that may use it. */
  readonly origins: readonly string[];
}

/** The paths of a certificate and its key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** How it is served over HTTP, if it is, with what is wrong with that, as sentences. */
export function readHttp(settings: SettingsReader): {
  readonly http: HttpConfig | undefined;
  readonly httpProblems: readonly string[];
} {
  const address = settings.read(HTTP_SETTINGS.http);
  const cert = settings.read(HTTP_SETTINGS.tlsCert);
  const key = settings.read(HTTP_SETTINGS.tlsKey);
  const http = address && {
    address,
    tls: cert === undefined || key === undefined ? undefined : { cert, key },
    passthrough: settings.read(HTTP_SETTINGS.passthrough) === 'on',
    auditLog: settings.read(HTTP_SETTINGS.auditLog),
    hosts: settings.read(HTTP_SETTINGS.httpHosts) ?? [],
    origins: settings.read(HTTP_SETTINGS.httpOrigins) ?? [],
  };
  settings.read(HTTP_SETTINGS.tokensFile);
  const problems = settings.isSet(HTTP_SETTINGS.http)
    ? [...settings.problemsOf(...Object.values(HTTP_SETTINGS)), ...tlsHalves(settings)]
    : [];
  return { http, httpProblems: problems };
}

/** Served without encryption where some was wanted, tokens would travel openly. */
function tlsHalves(settings: SettingsReader): readonly string[] {
  const { tlsCert, tlsKey } = HTTP_SETTINGS;
  if (settings.isSet(tlsCert) === settings.isSet(tlsKey)) return [];
  const [is, needs] = settings.isSet(tlsCert) ? [tlsCert, tlsKey] : [tlsKey, tlsCert];
  return [`${is.env} is set without ${needs.env}. Set both to encrypt, or neither.`];
}
