import { DEFAULT_BASE_URL } from '../src/config/load-config.ts';

/** An environment variable that people fill in where they install the server. */
export interface Setting {
  readonly variable: string;
  /** In the form of the Claude Desktop bundle, which asks for these alone. */
  readonly label?: string;
  readonly description: string;
  readonly kind: 'text' | 'secret' | 'file';
  readonly standard?: string;
}

/** None is required: without them the server starts, lists its tools, and a call says what is missing. */
export const SETTINGS: readonly Setting[] = [
  {
    variable: 'TIKHUB_API_KEY',
    label: 'TikHub API key',
    description:
      'TIKHUB_API_KEY: API key of the vendor, from https://user.tikhub.io. Needed unless the address is a gateway that asks for none.',
    kind: 'secret',
  },
  {
    variable: 'TIKTOK_COOKIE',
    label: 'TikTok cookie',
    description:
      'TIKTOK_COOKIE: the whole Cookie header of a request of the logged-in TikTok Shop creator, or cookies as a browser extension exports them. It is a login. Leave it empty if you use an accounts file.',
    kind: 'secret',
  },
  {
    variable: 'TIKTOK_COOKIE_FILE',
    description:
      'A file that holds the cookies and that only you can read; it is followed while the server runs. In place of the cookie.',
    kind: 'file',
  },
  {
    variable: 'TIKTOK_ACCOUNTS_FILE',
    label: 'Accounts file',
    description:
      'TIKTOK_ACCOUNTS_FILE: a JSON file with several accounts by name, which only you can read. In place of the cookie: leave that empty.',
    kind: 'file',
  },
  {
    variable: 'TIKHUB_BASE_URL',
    label: 'API address',
    description: 'TIKHUB_BASE_URL: where the API is. In mainland China use https://api.tikhub.dev.',
    kind: 'text',
    standard: DEFAULT_BASE_URL,
  },
  {
    variable: 'TIKTOK_PROXY',
    description: 'Proxy that the vendor uses towards TikTok, http://user:pass@host:port.',
    kind: 'secret',
  },
];
