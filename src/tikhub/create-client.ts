import { setTimeout as delay } from 'node:timers/promises';
import type { Redactor } from '../credentials/redactor.ts';
import { ResponseStore } from '../shared-state/response-store.ts';
import { Client } from './client.ts';
import { createDispatcher, createTransport, type ProxySettings, type Transport } from './http.ts';

/** What the settings say about the upstream. */
interface Settings {
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  readonly needsKey: boolean;
  readonly timeoutMs: number;
  readonly maxCalls: number | undefined;
  readonly proxySettings: ProxySettings;
  /** Whether answers are kept, and the directory in which they outlive the process. */
  readonly cache: { readonly isOn: boolean; readonly directory: string | undefined };
  readonly sandbox: boolean;
}

/** The client with what it stands on. */
export interface Opened {
  readonly client: Client;
  readonly transport: Transport;
  /** Drops the connections, and waits until what was kept is written. */
  close(): Promise<unknown>;
}

/** Opens the way to the upstream; nothing is asked yet. */
export function openClient(settings: Settings, secrets: Redactor, now: () => Date): Opened {
  const { baseUrl, proxySettings, sandbox } = settings;
  const { isOn, directory } = settings.cache;
  const cache = isOn ? new ResponseStore({ now, directory }) : undefined;
  void cache?.open();
  const transport = createTransport(createDispatcher(baseUrl, proxySettings), now);
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal });
  // Invented answers must never meet real ones, nor one upstream's another's.
  const realm = sandbox ? 'sandbox' : baseUrl.href;
  const client = new Client({ ...settings, transport, secrets, now, sleep, cache, realm });
  return { client, transport, close: () => Promise.allSettled([transport.close(), cache?.close()]) };
}
