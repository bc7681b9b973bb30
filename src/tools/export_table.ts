import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { fileTable } from '../export/file-table.ts';
import type { JsonObject } from '../json.ts';
import { reportArguments } from '../mcp/added-arguments.ts';
import { month, periodFields } from '../mcp/arguments.ts';
import { exportUri } from '../mcp/define-export-resource.ts';
import { defineTool, type Tool, type ToolCall, toolResult } from '../mcp/define-tool.ts';
import { lazyImport } from '../mcp/lazy-import.ts';
import { instantAt } from '../metrics/calendar.ts';
import { fieldNamed } from '../metrics/vocabulary.ts';
import { askedDays } from '../reports/period/plan.ts';
import { aboutLines } from '../reports/table-export/about.ts';
import { accountRows } from '../reports/table-export/accounts.ts';
import { attributionRows } from '../reports/table-export/attribution.ts';
import { DAY_FIELDS, gatherDays } from '../reports/table-export/days.ts';
import { type Gathered, gatherPages } from '../reports/table-export/gather.ts';
import { listArguments } from '../reports/table-export/list-arguments.ts';
import { exportSchema, FILE_FORMATS, TABLES, type TableName } from '../reports/table-export/schema.ts';
import { exportText } from '../reports/table-export/text.ts';
import { requestBudget } from '../shared-state/call-limits.ts';
import { attributeSales } from './attribute_sales.ts';
import { compareAccounts } from './compare_accounts.ts';
import { getAccountInsightsOverview } from './get_account_insights_overview.ts';
import { getAccountViolationList } from './get_account_violation_list.ts';
import { getProductAnalyticsList } from './get_product_analytics_list.ts';
import { getShowcaseProductList } from './get_showcase_product_list.ts';
import { getVideoListAnalytics } from './get_video_list_analytics.ts';

/** The most calls of an export, unless max_calls says otherwise. */
const MAX_CALLS = 30;

/** The largest file that a host accepts as one message. */
const LARGEST_FILE = 7_000_000;

const input = {
  table: z.enum(TABLES),
  format: z.enum(FILE_FORMATS).default('xlsx'),
  month,
  ...periodFields,
};

type ExportCall = ToolCall<typeof input, z.output<typeof reportArguments.types>>;

/** The tools whose pages make a table. */
const PAGED_TABLES = {
  videos: { tool: getVideoListAnalytics, rows: 'videos', id: 'video_id' },
  products: { tool: getProductAnalyticsList, rows: 'products', id: 'product_id' },
  showcase: { tool: getShowcaseProductList, rows: 'products', id: 'product_id' },
  violations: { tool: getAccountViolationList, rows: 'violations', id: 'record_id' },
} as const satisfies Partial<Record<TableName, { tool: Tool; rows: string; id: string }>>;

const SOURCES: Readonly<Record<TableName, Tool>> = {
  days: getAccountInsightsOverview,
  videos: PAGED_TABLES.videos.tool,
  products: PAGED_TABLES.products.tool,
  showcase: PAGED_TABLES.showcase.tool,
  violations: PAGED_TABLES.violations.tool,
  accounts: compareAccounts,
  attribution: attributeSales,
};

export const exportTable = defineTool({
  name: 'export_table',
  title: 'Table exported',
  description:
    'A whole table as a spreadsheet file for the user: earnings by day, videos of a month, products sold, showcase and more. To read rows yourself use the get_ tools. Returns a link, not the rows. At most 30 upstream calls unless max_calls says more.',
  input,
  addedArguments: reportArguments,
  output: exportSchema.shape,
  writesFiles: true,
  async run(call) {
    const { own, added, context, asked } = call;
    const { table, format } = own;
    const budget = requestBudget(context.budget, added.max_calls ?? MAX_CALLS);
    const found = await gather(call, budget);
    // The notes are in the file too: it may be read without the result.
    const gathered = isUndated(own) ? { ...found, notes: [...found.notes, asOfToday(table)] } : found;
    const { rows, first, currency, stopped } = gathered;
    const fields = fieldsOf(table);
    const file = fileTable(fields, rows, currency);
    const writtenAt = context.now();
    const about = aboutLines(gathered, { table, source: SOURCES[table].name, writtenAt });
    const { tableFiles } = await lazyImport(import('../export/table-files.ts'));
    const contents = await tableFiles(table, format, file, about);
    const { account, sandbox, window } = z
      .object({
        account: exportSchema.shape.account,
        sandbox: exportSchema.shape.sandbox,
        window: exportSchema.shape.window,
      })
      .parse(first);
    const days = window === undefined ? writtenAt.toISOString().slice(0, 10) : `${window.from}_${window.to}`;
    const beginning = [account ?? 'all', table, days].join('-').replace(/[^\w-]+/g, '_');
    const kept = [];
    for (const { ending, mimeType, bytes } of contents) {
      if (bytes.byteLength > LARGEST_FILE) throw fileTooLarge();
      kept.push({
        mimeType,
        bytes,
        ...(await context.exports.keep([beginning, ending], { mimeType, bytes, accounts: [...asked] })),
      });
    }
    const files = kept.map(({ name, id, mimeType, bytes, expiresAt, path }) => ({
      name,
      uri: exportUri(id),
      mime_type: mimeType,
      bytes: bytes.byteLength,
      expires: instantAt(Math.floor(expiresAt.getTime() / 1000), 0),
      path,
    }));
    const result = exportSchema.parse({
      account,
      sandbox,
      table,
      format,
      window,
      currency,
      rows: rows.length,
      total: gathered.total,
      columns: file.columns.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`)),
      complete: stopped === undefined,
      stopped,
      files,
      calls: budget.used,
      verdicts: gathered.verdicts,
      notes: [
        ...gathered.notes,
        ...(format === 'csv' && fields.some((name) => fieldNamed(name)?.kind === 'id')
          ? ['Excel shortens long ids when it opens a CSV file. An xlsx file keeps all digits.']
          : []),
        ...kept.flatMap(({ name, problem }) =>
          problem === undefined ? [] : [`${name} is not in TIKTOK_CREATOR_EXPORT_DIR: ${problem}.`],
        ),
      ],
    });
    const links = files.map(({ name, uri, mime_type: mimeType, bytes: size }) => {
      return { type: 'resource_link' as const, name, uri, mimeType, size };
    });
    return toolResult(result, exportText, links);
  },
});

/** Fetches the rows with the tools that return them. */
async function gather(call: ExportCall, budget: ReturnType<typeof requestBudget>): Promise<Gathered> {
  const { own, added, open, prepare, progress, signal } = call;
  const { table, month: named, period, from, to } = own;
  const asked = { period, from, to };
  const caller = withoutAbsent({
    account: added.account,
    cookie: added.cookie,
    proxy: added.proxy,
    fresh: added.fresh,
  });
  if (table === 'accounts') {
    const { account, fresh } = added;
    const accounts = account === undefined ? undefined : [account];
    const compare = prepare(compareAccounts, budget);
    return accountRows(await compare(withoutAbsent({ accounts, fresh, month: named, ...asked })));
  }
  if (table === 'attribution') {
    const days = withoutAbsent({ ...askedDays(named, asked), max_calls: added.max_calls });
    return attributionRows(await prepare(attributeSales, budget)({ ...caller, ...days }));
  }
  const request = open(added, budget);
  if (table === 'days') return gatherDays(askedDays(named, asked), request);
  const { tool, rows, id } = PAGED_TABLES[table];
  const list = await listArguments(table, { named, asked }, request);
  const args = { ...caller, ...list.args };
  const gathered = await gatherPages({ ask: prepare(tool, budget), args, rows, id, progress, signal });
  return { ...gathered, notes: [...list.notes, ...gathered.notes] };
}

const withoutAbsent = (args: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

/** The columns of a table: the fields that the tool's rows have. */
function fieldsOf(table: TableName): readonly string[] {
  if (table === 'days') return DAY_FIELDS;
  if (table === 'accounts') {
    const { currencies } = compareAccounts.output;
    const group = currencies === undefined ? [] : rowShape(currencies);
    return ['currency', ...Object.keys(rowShape(Object.fromEntries(Object.entries(group))['accounts']))];
  }
  if (table === 'attribution') return Object.keys(rowShape(attributeSales.output['pairs']));
  const { tool, rows } = PAGED_TABLES[table];
  return Object.keys(rowShape(tool.output[rows]));
}

/** The fields of the objects in a list. */
function rowShape(schema: z.ZodTypeAny | undefined): z.ZodRawShape {
  if (schema instanceof z.ZodOptional) return rowShape(schema.unwrap());
  if (schema instanceof z.ZodArray) return rowShape(schema.element);
  if (schema instanceof z.ZodObject) return schema.shape;
  throw new Error('The rows of a table have no fields.');
}

/** Whether days were given for a table that has none. */
const isUndated = ({ table, month: named, period, from, to }: ExportCall['own']): boolean =>
  (table === 'showcase' || table === 'violations') &&
  [named, period, from, to].some((given) => given !== undefined);

const asOfToday = (table: TableName): string =>
  `The ${table} table is as of today: it has no period, so month, period, from and to were ignored.`;

const fileTooLarge = (): ApiError =>
  new ApiError('invalid_request', 'The file would be larger than 7 MB, more than a host accepts.', {
    next: 'Export a shorter period, or fewer rows with max_calls.',
  });
