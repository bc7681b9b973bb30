import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The built server, as it is started for the clients. */
export const SERVER = [fileURLToPath(new URL('../../dist/main.js', import.meta.url)), '--sandbox'];

/** What is looked at in an answer to `tools/call`. */
export const toolResult = z.object({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.record(z.unknown()).optional(),
  isError: z.boolean().optional(),
});

/** A client that others wrote, used by its command line and connected to the built server. */
export interface OutsideClient {
  /** The client's own account of what the server lists. */
  list(what: 'tools' | 'resources' | 'templates'): Promise<unknown>;
  call(tool: string, args?: Readonly<Record<string, unknown>>): Promise<z.infer<typeof toolResult>>;
  /** The text of a resource. */
  read(uri: string): Promise<string>;
  /** Ends whatever the client has left running. */
  close(): Promise<void>;
}

/** Runs a client's program, which finds nothing of this machine but PATH and an empty home. */
export async function runClient(program: string, args: readonly string[], home: string): Promise<unknown> {
  const path = fileURLToPath(new URL(`node_modules/.bin/${program}`, import.meta.url));
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home };
  const { stdout } = await promisify(execFile)(path, [...args], { env, cwd: home, maxBuffer: 10_000_000 });
  return JSON.parse(stdout);
}

const contents = z.object({ contents: z.array(z.object({ text: z.string() })) });

/** The text in an answer to `resources/read`. */
export const textOf = (answer: unknown): string =>
  contents
    .parse(answer)
    .contents.map(({ text }) => text)
    .join('\n');
