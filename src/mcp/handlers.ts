import { accountNamed } from '../credentials/account.ts';
import { ApiError } from '../errors.ts';
import type { IsoDate } from '../metrics/calendar.ts';
import { glossaryText } from '../render/glossary.ts';
import { usageText } from '../render/usage.ts';
import { cleanText } from '../untrusted-text.ts';
import { todayOf } from './account-lookup.ts';
import { audited } from './audit.ts';
import type { ReadableReport } from './define-report.ts';
import type { ResourceHandlers } from './define-resource.ts';
import type { Tool } from './define-tool.ts';
import { lazyImport } from './lazy-import.ts';
import { readExport } from './read-export.ts';
import { RequestContext } from './request-context.ts';
import type { ToolHandler, ToolHandlers } from './serve-tools.ts';
import type { HandlerContext } from './server-context.ts';

/** Everything that handles requests; loaded with the first one. */
export interface Handlers<N extends string> extends ToolHandlers, ResourceHandlers<N> {
  /** Today where an account is, as far as its responses have told. */
  today(account: string): IsoDate;
}

/**
 * The handlers of all tools and resources. They wait for nothing but upstream calls, which the rate limiter of the client
 * lets through a few at a time: a request that the cache can serve never waits behind them.
 * @param groups load the tools, in the order in which they are searched
 * @param reports loads the registry of reports that resources read, by name
 */
export function createHandlers<N extends string>(
  context: HandlerContext,
  groups: readonly (() => Promise<readonly Tool[]>)[],
  reports: () => Promise<Readonly<Record<N, ReadableReport>>>,
): Handlers<N> {
  const ready = new Map<string, ToolHandler>();
  return {
    async tool(name) {
      for (const load of ready.has(name) ? [] : groups) {
        const found = (await lazyImport(load())).find((tool) => tool.name === name);
        if (found === undefined) continue;
        ready.set(name, found.handler(context));
        break;
      }
      return ready.get(name);
    },
    read: (report, { account, ...variables }, signal) =>
      audited(context, report, signal, async ({ budget, accounts }) => {
        const known = knownAccount(context, account);
        accounts.add(known ?? context.accounts.defaultName);
        const request = new RequestContext(context, { account: known }, { signal, budget });
        const { read } = (await lazyImport(reports()))[report];
        const result = await read(variables, request);
        return result.redacted(request.redactor, context.toolsets).text;
      }),
    usage: (signal) =>
      audited(context, 'usage', signal, async () =>
        context.redactor.redact(usageText(await context.usage.whole(), context.sandbox)),
      ),
    glossary: glossaryText,
    exported: (id, signal) => readExport(context, id, signal),
    today: (account) => todayOf(context, account),
  };
}

/** @throws ApiError `invalid_request` for an account that is not configured, if others are */
function knownAccount({ accounts }: HandlerContext, written: string | undefined): string | undefined {
  if (written === undefined || accounts.byName.size === 0) return written;
  const name = accountNamed(accounts, written);
  if (name !== undefined) return name;
  throw new ApiError('invalid_request', `There is no account "${cleanText(written, 60)}".`, {
    next: `The configured accounts are: ${[...accounts.byName.keys()].join(', ')}.`,
  });
}
