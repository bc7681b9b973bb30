import { at, isJsonObject, type JsonObject } from '../json-path.ts';

/** The page's side of MCP Apps, protocol 2026-01-26: JSON-RPC 2.0 over `postMessage` with the window around it. */
export interface Bridge {
  /** What the host offers; all of it is optional. */
  readonly capabilities: JsonObject;
  /** The host's response; undefined if it refuses or does not respond. */
  request(method: string, params: JsonObject): Promise<unknown>;
}

/** The notifications of the host. */
export interface HostListener {
  arguments(given: JsonObject): void;
  result(result: JsonObject): void;
  cancelled(): void;
  /** Theme, locale, display mode and the like, as far as known. */
  context(context: JsonObject): void;
}

const PROTOCOL = '2026-01-26';

/** How long a host may take to respond; a person may have to allow the request first. */
const PATIENCE_MS = 120_000;

/** Connects to the host. Listeners are added before `initialized` is sent, because the host then sends the result. */
export async function connectToHost(name: string, listener: HostListener): Promise<Bridge> {
  const host = window.parent;
  const waiting = new Map<unknown, (answer: unknown) => void>();
  let lastId = 0;
  let context: JsonObject = {};

  const post = (message: JsonObject): void => host.postMessage({ jsonrpc: '2.0', ...message }, '*');
  const request = (method: string, params: JsonObject): Promise<unknown> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      setTimeout(resolve, PATIENCE_MS);
      post({ id: lastId, method, params });
    });
  const answer = (id: unknown, method: string): void => {
    const isKnown = method === 'ping' || method === 'ui/resource-teardown';
    post(isKnown ? { id, result: {} } : { id, error: { code: -32601, message: 'Method not found' } });
  };
  const notices: Readonly<Record<string, (params: JsonObject) => void>> = {
    'tool-input': ({ arguments: given }) => listener.arguments(isJsonObject(given) ? given : {}),
    'tool-result': listener.result,
    'tool-cancelled': listener.cancelled,
    'host-context-changed': (params) => {
      // Only changed fields are sent.
      context = { ...context, ...params };
      listener.context(context);
    },
  };

  addEventListener('message', ({ source, data }) => {
    if (source !== host || !isJsonObject(data) || data['jsonrpc'] !== '2.0') return;
    const { method, id, params } = data;
    // A refusal has an error and no result.
    if (typeof method !== 'string') waiting.get(id)?.(data['result']);
    else if (id !== undefined) answer(id, method);
    else notices[method.replace('ui/notifications/', '')]?.(isJsonObject(params) ? params : {});
  });

  const greeting = await request('ui/initialize', {
    appInfo: { name, version: '1' },
    appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
    protocolVersion: PROTOCOL,
  });
  const told = at(greeting, 'hostContext');
  const capabilities = at(greeting, 'hostCapabilities');
  context = { ...(isJsonObject(told) ? told : {}), ...context };
  listener.context(context);
  post({ method: 'ui/notifications/initialized' });
  const tellSize = (): void => {
    const { height } = document.documentElement.getBoundingClientRect();
    post({
      method: 'ui/notifications/size-changed',
      params: { width: innerWidth, height: Math.ceil(height) },
    });
  };
  new ResizeObserver(tellSize).observe(document.documentElement);
  return { capabilities: isJsonObject(capabilities) ? capabilities : {}, request };
}
