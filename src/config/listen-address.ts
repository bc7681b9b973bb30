import type { Refuse } from './refuse.ts';

/** Where an HTTP server listens. */
export interface ListenAddress {
  /** A name or an IP address, without brackets. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

const FORM = /^(?:\[([\da-f:.]+)\]:|([^:[\]/@\s]+):)?(\d{1,5})$/i;

/** `PORT` on this machine itself, or `HOST:PORT`. */
export function parseListenAddress(written: string, refuse: Refuse): ListenAddress | undefined {
  const [, ipv6, name, digits] = FORM.exec(written) ?? [];
  const port = Number(digits);
  return digits === undefined || port > 65_535
    ? refuse('must be a port such as 8080, or HOST:PORT such as 0.0.0.0:8080.')
    : { host: ipv6 ?? name ?? '127.0.0.1', port };
}

/** Names of hosts, without ports. */
export function parseHostNames(written: string, refuse: Refuse): readonly string[] | undefined {
  const names = wordsOf(written).map((name) => name.toLowerCase());
  return names.every((name) => /^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(name))
    ? names
    : refuse('must be names of hosts without scheme, port or path, separated by commas.');
}

/** Origins as browsers send them. */
export function parseOrigins(written: string, refuse: Refuse): readonly string[] | undefined {
  const origins = wordsOf(written);
  return origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)
    ? origins
    : refuse('must be origins such as https://app.example, without a path, separated by commas.');
}

const wordsOf = (written: string): string[] =>
  written
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
