import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type PQueue from 'p-queue';
import type { z } from 'zod';
import { ApiError } from '../errors.ts';
import { type App, Inquiry, redactResult, reportFailure } from '../tools/answer.ts';
import { runSummary, type Summary } from '../tools/summary-tool.ts';

const MIME_TYPE = 'text/markdown';

/** A summary as a resource. */
export interface ResourceSpec<I extends z.ZodRawShape, O extends z.ZodRawShape> {
  readonly summary: Summary<I, O>;
  /** `tiktok-creator://{account}/…` */
  readonly template: string;
  /** The summary's arguments from the variables of the URI. */
  readonly args: z.ZodType<z.output<z.ZodObject<I>>, z.ZodTypeDef, unknown>;
  /** What is listed for an account: the rest of the title, and the values of the other variables. */
  list(app: App, account: string): readonly { readonly title: string; readonly uri: string }[];
  /** Values that complete the other variables. */
  readonly complete?: Readonly<Record<string, (app: App, account: string) => readonly string[]>>;
}

/** A resource as the server needs it. */
export interface Resource {
  /** @param turns bounds how many answers are worked on at once */
  register(server: McpServer, app: App, turns: PQueue): void;
}

/** Reads a summary for the account in the URI and serves its text. */
export function defineResource<I extends z.ZodRawShape, O extends z.ZodRawShape>(
  spec: ResourceSpec<I, O>,
): Resource {
  const { name, title, description } = spec.summary;
  return {
    register(server, app, turns) {
      const names = (): string[] => [...app.accounts.byName.keys()];
      const startingWith = (values: readonly string[], start: string): string[] =>
        values.filter((value) => value.startsWith(start));
      const others = Object.entries(spec.complete ?? {}).map(([variable, values]) => [
        variable,
        (start: string, context?: { arguments?: Record<string, string> }) =>
          startingWith(values(app, context?.arguments?.['account'] ?? app.accounts.defaultName), start),
      ]);
      const template = new ResourceTemplate(spec.template, {
        list: () => ({
          resources: names().flatMap((account) =>
            spec.list(app, account).map((entry) => ({
              uri: entry.uri,
              name: `${account} ${entry.title}`,
              title: `${entry.title} · ${account}`,
              mimeType: MIME_TYPE,
            })),
          ),
        }),
        complete: { account: (start) => startingWith(names(), start), ...Object.fromEntries(others) },
      });
      server.registerResource(
        name,
        template,
        { title, description, mimeType: MIME_TYPE },
        async (uri, variables, extra) => {
          const read = async (): Promise<string> => {
            const decoded = Object.fromEntries(
              Object.entries(variables).map(([key, value]) => [key, decodeVariable(String(value))]),
            );
            const args = spec.args.safeParse(decoded);
            if (!args.success) {
              throw new ApiError(
                'invalid_request',
                args.error.issues.map(({ message }) => message).join(' '),
              );
            }
            const inquiry = new Inquiry(app, { account: decoded['account'] }, extra.signal);
            const { result, textOf } = await runSummary(spec.summary, args.data, inquiry);
            return textOf(redactResult(app.secrets, result));
          };
          try {
            const text = await turns.add(read, { signal: extra.signal });
            return { contents: [{ uri: uri.href, mimeType: MIME_TYPE, text: app.secrets.redact(text) }] };
          } catch (error) {
            throw new Error(reportFailure(app.secrets, error, extra.signal));
          }
        },
      );
    },
  };
}

/** @throws ApiError `invalid_request` when the percent signs of a URI make no sense */
function decodeVariable(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch (cause) {
    throw new ApiError(
      'invalid_request',
      'The URI of the resource has a percent sign that escapes nothing.',
      { cause },
    );
  }
}

/** A resource about the server itself; it makes no upstream call. */
interface ReportSpec {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  text(app: App): string;
}

/** Serves a report under a fixed URI. */
export function defineReport({ uri, name, title, description, text }: ReportSpec): Resource {
  return {
    register(server, app) {
      server.registerResource(name, uri, { title, description, mimeType: MIME_TYPE }, () => ({
        contents: [{ uri, mimeType: MIME_TYPE, text: app.secrets.redact(text(app)) }],
      }));
    },
  };
}
