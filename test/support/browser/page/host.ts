import {
  AppBridge,
  type McpUiHostCapabilities,
  type McpUiHostContext,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** What a test opens a view with. */
interface Opening {
  readonly html: string;
  readonly sandboxUrl: string;
  /** The `sandbox` attribute of the view's frame. */
  readonly sandbox: string;
  readonly capabilities: McpUiHostCapabilities;
  readonly context: McpUiHostContext;
  readonly input: Record<string, unknown>;
  readonly result?: CallToolResult;
}

declare global {
  interface Window {
    openView(opening: Opening): Promise<void>;
    sendResult(result: CallToolResult): Promise<void>;
    changeContext(context: McpUiHostContext): void;
    teardown(): Promise<unknown>;
    /** In Node: what the view asks of the host; what the test refuses rejects. */
    onToolCall(params: unknown): Promise<CallToolResult>;
    onMessage(params: unknown): Promise<{ isError?: boolean }>;
    onDownload(params: unknown): Promise<{ isError?: boolean }>;
    onDisplayMode(mode: string): Promise<void>;
  }
}

let bridge: AppBridge | undefined;

const frame = document.createElement('iframe');
frame.id = 'sandbox';
frame.title = 'view';
frame.sandbox.add('allow-scripts', 'allow-same-origin');

/** The official host side, on a frame of another origin that holds the view's own frame. */
window.openView = async (opening) => {
  await bridge?.close();
  frame.removeAttribute('height');
  document.body.replaceChildren(frame);
  const target = frame.contentWindow;
  if (target === null) throw new Error('no frame');
  const made = new AppBridge(null, { name: 'tests', version: '1' }, opening.capabilities, {
    hostContext: opening.context,
  });
  bridge = made;
  made.onsandboxready = () => {
    void made.sendSandboxResourceReady({ html: opening.html, sandbox: opening.sandbox });
  };
  const initialized = new Promise<void>((resolve) => {
    made.oninitialized = () => resolve();
  });
  made.onsizechange = ({ height }) => {
    frame.height = String(height ?? 0);
  };
  made.oncalltool = (params) => window.onToolCall(params);
  made.onmessage = (params) => window.onMessage(params);
  made.ondownloadfile = (params) => window.onDownload(params);
  made.onrequestdisplaymode = async ({ mode }) => {
    await window.onDisplayMode(mode);
    made.setHostContext({ ...opening.context, displayMode: mode });
    return { mode };
  };
  await made.connect(new PostMessageTransport(target, target));
  frame.src = opening.sandboxUrl;
  await initialized;
  await made.sendToolInput({ arguments: opening.input });
  if (opening.result !== undefined) await made.sendToolResult(opening.result);
};
window.sendResult = async (result) => bridge?.sendToolResult(result);
window.changeContext = (context) => bridge?.setHostContext(context);
window.teardown = async () => bridge?.teardownResource({});
