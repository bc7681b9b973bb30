import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ApiError } from '../errors.ts';
import type { IsoDate } from '../metrics/calendar.ts';
import definitions from '../tools/definitions.json' with { type: 'json' };
import { reportFailure, type ServerContext } from './request-context.ts';

const MIME_TYPE = 'text/markdown';

/** The tools whose text a resource serves too. */
type SummaryName = 'summarize_account_health' | 'summarize_month';

/** The part of the work that resources need. */
export interface ResourceHandlers {
  /**
   * The text of a summary.
   * @param variables of the resource's URI, decoded
   * @throws ApiError or anything else that went wrong
   */
  read(
    summary: SummaryName,
    variables: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<string>;
  /** What has been asked and counted so far. */
  usage(): string;
}

/** What resources are made from. */
export interface ResourceContext {
  readonly front: ServerContext;
  /** Loads what reads. */
  reader(): Promise<ResourceHandlers>;
  /** Today where an account is, as far as is known. */
  today(account: string): IsoDate;
}

/** A summary as a resource. */
export interface ResourceSpec {
  readonly summary: SummaryName;
  /** `tiktok-creator://{account}/…`; the other variables are the summary's arguments. */
  readonly template: string;
  /** What is listed for an account: the rest of the title, and the values of the other variables. */
  list(
    resourceContext: ResourceContext,
    account: string,
  ): readonly { readonly title: string; readonly uri: string }[];
  /** Values that complete the other variables. */
  readonly complete?: Readonly<
    Record<string, (resourceContext: ResourceContext, account: string) => readonly string[]>
  >;
}

/** A resource as the server needs it. */
export interface Resource {
  register(server: McpServer, resourceContext: ResourceContext): void;
}

/** Reads a summary for the account in the URI and serves its text. */
export function defineResource(spec: ResourceSpec): Resource {
  const words = definitions.find(({ name }) => name === spec.summary);
  return {
    register(server, resourceContext) {
      const { accounts, secrets } = resourceContext.front;
      const names = (): string[] => [...accounts.byName.keys()];
      const startingWith = (values: readonly string[], start: string): string[] =>
        values.filter((value) => value.startsWith(start));
      const others = Object.entries(spec.complete ?? {}).map(([variable, values]) => [
        variable,
        (start: string, context?: { arguments?: Record<string, string> }) =>
          startingWith(
            values(resourceContext, context?.arguments?.['account'] ?? accounts.defaultName),
            start,
          ),
      ]);
      const template = new ResourceTemplate(spec.template, {
        list: () => ({
          resources: names().flatMap((account) =>
            spec.list(resourceContext, account).map((entry) => ({
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
        spec.summary,
        template,
        { title: words?.title ?? '', description: words?.description ?? '', mimeType: MIME_TYPE },
        async (uri, variables, extra) => {
          try {
            const { read } = await resourceContext.reader();
            const decoded = Object.entries(variables).map(
              ([name, value]) => [name, decodeVariable(String(value))] as const,
            );
            const text = await read(spec.summary, Object.fromEntries(decoded), extra.signal);
            return { contents: [{ uri: uri.href, mimeType: MIME_TYPE, text }] };
          } catch (error) {
            throw new Error(reportFailure(secrets, error, extra.signal));
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
  text(reader: ResourceHandlers): string;
}

/** Serves a report under a fixed URI. */
export function defineReport({ uri, name, title, description, text }: ReportSpec): Resource {
  return {
    register(server, resourceContext) {
      server.registerResource(name, uri, { title, description, mimeType: MIME_TYPE }, async (_uri, extra) => {
        try {
          return { contents: [{ uri, mimeType: MIME_TYPE, text: text(await resourceContext.reader()) }] };
        } catch (error) {
          throw new Error(reportFailure(resourceContext.front.secrets, error, extra.signal));
        }
      });
    },
  };
}
