import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Variables } from '@modelcontextprotocol/sdk/shared/uriTemplate.js';
import { ReadResourceRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { ApiError } from '../errors.ts';
import type { IsoDate } from '../metrics/calendar.ts';
import type { ExportedFile } from '../shared-state/export-store.ts';
import { cleanText } from '../untrusted-text.ts';
import { unknownNameEntry } from './audit-unknown.ts';
import { failureResponse } from './failure.ts';
import type { ServerContext } from './server-context.ts';

const TEXT_MIME_TYPE = 'text/markdown';

/** What reads resources; it is loaded with the first request. */
export interface ResourceHandlers<N extends string> {
  /**
   * The text of a report.
   * @param variables of the resource's URI, decoded
   * @throws ApiError, or any other error
   */
  read(report: N, variables: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string>;
  /** The upstream calls counted so far, as text. */
  usage(signal: AbortSignal): Promise<string>;
  /** What the fields of results mean. */
  glossary(): string;
  /**
   * A file that this principal has exported.
   * @throws ApiError `invalid_request` when there is none, or it has expired
   */
  exported(id: string, signal: AbortSignal): Promise<ExportedFile>;
}

/** What resources are registered with. */
interface ResourceContext<N extends string = never> {
  readonly server: ServerContext;
  /** Loads the handlers. */
  handlers(): Promise<ResourceHandlers<N>>;
  /** Today where an account is, as far as is known. */
  today(account: string): IsoDate;
}

/** A report as a resource. `N` are the names of all reports. */
interface ReportResource<N extends string> {
  readonly report: N;
  readonly title: string;
  readonly description: string;
  /** `tiktok-creator://{account}/…`; the other variables are the report's arguments. */
  readonly template: string;
  /** The resources that are listed for an account. */
  list(
    context: ResourceContext<N>,
    account: string,
  ): readonly { readonly title: string; readonly uri: string }[];
  /** Values that complete the other variables. */
  readonly complete?: Readonly<
    Record<string, (context: ResourceContext<N>, account: string) => readonly string[]>
  >;
}

/** A resource as the server needs it. */
export interface Resource<N extends string> {
  /** @returns what reads it */
  register(server: McpServer, context: ResourceContext<N>): ReadResource;
}

/** The content of a URI. */
export type ResourceContent = { readonly mimeType: string; readonly _meta?: Record<string, unknown> } & (
  | { readonly text: string }
  | { readonly blob: string }
);

/** The content under a URI; undefined for a URI of another resource. */
export type ReadResource = (uri: string, signal: AbortSignal) => Promise<ResourceContent> | undefined;

/**
 * The SDK requires a reader with each resource; in fact all reads go through {@link serveReads}, which also handles
 * unknown ones.
 */
export const readByServeReads = (): never => {
  throw new Error('Reads are handled by serveReads.');
};

/** Serves `resources/read`. A URI that cannot be read is answered with an error that says why. */
export function serveReads(
  { server }: McpServer,
  context: ServerContext,
  readers: readonly ReadResource[],
): void {
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
    try {
      const reading = readers.map((read) => read(uri, signal)).find((found) => found !== undefined);
      if (reading === undefined) {
        context.audit?.(unknownNameEntry('unknown resource'));
        throw unknownResource(uri);
      }
      return { contents: [{ uri, ...(await reading) }] };
    } catch (error) {
      throw failureResponse(context, error, signal);
    }
  });
}

const unknownResource = (uri: string): ApiError =>
  new ApiError('invalid_request', `There is no resource "${cleanText(uri, 100)}".`, {
    next: 'Use a URI from the list of resources, or one of its templates.',
  });

/** A resource that runs a report for the account in its URI and returns the text. */
export function defineReportResource<N extends string>(spec: ReportResource<N>): Resource<N> {
  const { report, title, description } = spec;
  return {
    register(server, context) {
      const { accounts } = context.server;
      const names = (): string[] => [...accounts.byName.keys()];
      const startingWith = (values: readonly string[], start: string): string[] =>
        values.filter((value) => value.startsWith(start));
      const completions = Object.entries(spec.complete ?? {}).map(([variable, values]) => [
        variable,
        (start: string, given?: { arguments?: Record<string, string> }) =>
          startingWith(values(context, given?.arguments?.['account'] ?? accounts.defaultName), start),
      ]);
      const template = new ResourceTemplate(spec.template, {
        list: () => ({
          resources: names().flatMap((account) =>
            spec.list(context, account).map((entry) => ({
              uri: entry.uri,
              name: `${account} ${entry.title}`,
              title: `${entry.title} · ${account}`,
              mimeType: TEXT_MIME_TYPE,
            })),
          ),
        }),
        complete: { account: (start) => startingWith(names(), start), ...Object.fromEntries(completions) },
      });
      const read: ReadResource = (uri, signal) => {
        const variables = template.uriTemplate.match(uri);
        return variables === null ? undefined : readReport(variables, signal);
      };
      const readReport = async (variables: Variables, signal: AbortSignal): Promise<ResourceContent> => {
        const handlers = await context.handlers();
        const decoded = Object.entries(variables).map(
          ([name, value]) => [name, decodeVariable(String(value))] as const,
        );
        const text = await handlers.read(report, Object.fromEntries(decoded), signal);
        return { mimeType: TEXT_MIME_TYPE, text };
      };
      const metadata = { title, description, mimeType: TEXT_MIME_TYPE };
      server.registerResource(report, template, metadata, readByServeReads);
      return read;
    },
  };
}

/** @throws ApiError `invalid_request` when a percent sign is not followed by two hexadecimal digits */
function decodeVariable(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new ApiError('invalid_request', 'The URI of the resource has an invalid percent-encoding.', {
      cause,
    });
  }
}

/** A resource about the server itself; it makes no upstream call. */
interface ServerResource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  text(handlers: ResourceHandlers<never>, signal: AbortSignal): string | Promise<string>;
}

/** A resource under a fixed URI. */
export function defineServerResource({
  uri,
  name,
  title,
  description,
  text,
}: ServerResource): Resource<never> {
  return {
    register(server, { handlers }) {
      server.registerResource(name, uri, { title, description, mimeType: TEXT_MIME_TYPE }, readByServeReads);
      const read = async (signal: AbortSignal): Promise<ResourceContent> => ({
        mimeType: TEXT_MIME_TYPE,
        text: await text(await handlers(), signal),
      });
      return (wanted, signal) => (wanted === uri ? read(signal) : undefined);
    },
  };
}
