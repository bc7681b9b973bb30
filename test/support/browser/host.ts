import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Frame, type FrameLocator, type Page } from 'playwright-core';
import { NOW } from '../connect.ts';

/** Where Debian's package puts it, and Chrome's own. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; undefined without one. */
const browserPath = PLACES.find((path) => existsSync(path));

/**
 * Whether there is a browser to test in.
 * @throws Error without one where `BROWSER_TESTS=required`: there, nothing may be skipped
 */
export function hasBrowser(): boolean {
  if (browserPath !== undefined) return true;
  if (process.env['BROWSER_TESTS'] === 'required')
    throw new Error(`There is no browser at ${PLACES.join(', ')}.`);
  console.error('Skipped: the views are not tested, as there is no Chromium (apt-get install chromium).');
  return false;
}

/** What the specification prescribes for a view that declares no domains. */
const CSP =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; connect-src 'none'";

/** In the page itself: what a browser's tools set reaches a frame of another process too late for its first picture. */
const FIXED_CLOCK = `<script>Date=class extends Date{constructor(...given){super(...(given.length?given:[${NOW.getTime()}]))}static now(){return ${NOW.getTime()}}}</script>`;

/** What a view asked of its host. */
interface Asked {
  readonly kind: 'call' | 'message' | 'download' | 'display';
  readonly params: unknown;
}

/** How the host answers a view; what throws is a refusal. */
interface Answers {
  call?(params: unknown): Promise<object>;
  message?(): Promise<object>;
  download?(): Promise<object>;
  display?(): Promise<void>;
}

export interface Opening {
  readonly html: string;
  readonly result?: object;
  readonly input?: object;
  readonly context?: object;
  readonly capabilities?: object;
  /** Without it, the view has an origin of its own that nothing else has, as in the Inspector. */
  readonly sameOrigin?: boolean;
  readonly width?: number;
  readonly answers?: Answers;
}

/** A view in an official host. */
interface OpenView {
  readonly page: Page;
  /** The inside of the view's own frame. */
  readonly view: FrameLocator;
  readonly asked: readonly Asked[];
  /** Requests that left the page for anywhere but the two test origins. */
  readonly strayRequests: readonly string[];
  /** Errors that the page's scripts threw. */
  readonly errors: readonly string[];
  /** Runs an expression in the host's page. */
  inHost(expression: string): Promise<unknown>;
  /** Runs an expression in the view. */
  inView(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The browser with the two origins that a web host has: its own, and the one around views. */
export interface ViewHost {
  open(opening: Opening): Promise<OpenView>;
  close(): Promise<void>;
}

const everything = { serverTools: {}, downloadFile: {}, message: { text: {} }, openLinks: {} };

/** Starts the browser and both origins. */
export async function startViewHost(): Promise<ViewHost> {
  const pages = new URL('./page/', import.meta.url);
  const { outputFiles } = await build({
    entryPoints: ['host.ts', 'sandbox.ts'].map((file) => fileURLToPath(new URL(file, pages))),
    outdir: '/',
    bundle: true,
    write: false,
    format: 'iife',
    legalComments: 'none',
  });
  const scriptOf = (name: string): string =>
    outputFiles.find(({ path }) => path.endsWith(name))?.text.replaceAll('</script', '<\\/script') ?? '';
  const host = await serve(pageWith(scriptOf('host.js')), {});
  const sandbox = await serve(pageWith(scriptOf('sandbox.js')), { 'content-security-policy': CSP });
  const browser = await launch();
  const idle: HostPage[] = [];
  return {
    async open(opening) {
      const hostPage = idle.pop() ?? (await openHostPage(browser, host.url, sandbox.url));
      const view = await openView(hostPage, sandbox.url, opening);
      return {
        ...view,
        async close() {
          // Below the view, where a pointer points at nothing of the next one.
          await hostPage.page.mouse.move(1, 890);
          idle.push(hostPage);
        },
      };
    },
    async close() {
      await browser.close();
      await Promise.all([host.close(), sandbox.close()]);
    },
  };
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--font-render-hinting=none'],
  });

/** A page with the official host in it, which shows one view after another: to open it takes longer than to show a view. */
interface HostPage {
  readonly page: Page;
  /** What the view that is open now asks, requests and throws, and how it is answered. */
  current: { asked: Asked[]; strayRequests: string[]; errors: string[]; answers: Answers };
}

async function openHostPage(browser: Browser, hostUrl: string, sandboxUrl: string): Promise<HostPage> {
  const page = await browser.newPage();
  const opened: HostPage = {
    page,
    current: { asked: [], strayRequests: [], errors: [], answers: {} },
  };
  page.on('pageerror', (error) => opened.current.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') opened.current.errors.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    const isOurs = url.startsWith(hostUrl) || url.startsWith(sandboxUrl) || url === 'about:srcdoc';
    if (!isOurs) opened.current.strayRequests.push(url);
  });
  const answer = async (kind: Asked['kind'], params: unknown): Promise<unknown> => {
    const { asked, answers } = opened.current;
    asked.push({ kind, params });
    if (kind === 'call') return answers.call?.(params) ?? { content: [], structuredContent: {} };
    return answers[kind]?.() ?? {};
  };
  await page.exposeFunction('onToolCall', (params: unknown) => answer('call', params));
  await page.exposeFunction('onMessage', (params: unknown) => answer('message', params));
  await page.exposeFunction('onDownload', (params: unknown) => answer('download', params));
  await page.exposeFunction('onDisplayMode', (mode: unknown) => answer('display', mode));
  await page.goto(hostUrl);
  return opened;
}

async function openView(
  hostPage: HostPage,
  sandboxUrl: string,
  { html, result, input = {}, context = {}, answers = {}, width = 720, ...opening }: Opening,
): Promise<Omit<OpenView, 'close'>> {
  const { page } = hostPage;
  const current = { asked: [], strayRequests: [], errors: [], answers };
  hostPage.current = current;
  await page.setViewportSize({ width, height: 900 });
  const inHost = (expression: string): Promise<unknown> => page.evaluate(expression);
  const given = {
    html: html.replace('<head>', () => `<head>${FIXED_CLOCK}`),
    sandboxUrl,
    sandbox: opening.sameOrigin === true ? 'allow-scripts allow-same-origin' : 'allow-scripts',
    capabilities: opening.capabilities ?? everything,
    context: {
      theme: 'light',
      locale: 'en-US',
      displayMode: 'inline',
      availableDisplayModes: ['inline', 'fullscreen'],
      ...context,
    },
    input,
    result,
  };
  await inHost(`openView(${JSON.stringify(given)})`);
  return {
    page,
    view: page.frameLocator('#sandbox').frameLocator('iframe'),
    asked: current.asked,
    strayRequests: current.strayRequests,
    errors: current.errors,
    inHost,
    inView: (expression) => frameOf(page).evaluate(expression),
  };
}

/** The view's own frame: inside the sandbox page, inside the host. */
function frameOf(page: Page): Frame {
  const [frame] = page.mainFrame().childFrames()[0]?.childFrames() ?? [];
  if (frame === undefined) throw new Error('The view has no frame.');
  return frame;
}

const pageWith = (script: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>tests</title><style>html,body{margin:0;height:100%}iframe{border:0;width:100%;display:block}</style></head><body><script>${script}</script></body></html>`;

async function serve(page: string, headers: Readonly<Record<string, string>>) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
