import { z } from 'zod';
import { currency, optionalNumber, optionalText, verdicts } from '../../mcp/result-schemas.ts';

/** What can be exported. */
export const TABLES = [
  'days',
  'videos',
  'products',
  'showcase',
  'violations',
  'accounts',
  'attribution',
] as const;

export type TableName = (typeof TABLES)[number];

export const FILE_FORMATS = ['xlsx', 'csv'] as const;

/** The fields of the result of an export. */
export const exportSchema = z.object({
  account: optionalText,
  sandbox: z.literal(true).optional(),
  table: z.enum(TABLES),
  format: z.enum(FILE_FORMATS),
  window: z.object({ from: z.string(), to: z.string() }).optional(),
  currency,
  rows: z.number(),
  total: optionalNumber,
  columns: z.array(z.string()),
  /** Whether all rows are in the file. */
  complete: z.boolean(),
  stopped: optionalText,
  files: z.array(
    z.object({
      name: z.string(),
      uri: z.string(),
      mime_type: z.string(),
      bytes: z.number(),
      expires: z.string(),
      path: optionalText,
    }),
  ),
  calls: z.number(),
  verdicts,
  notes: z.array(z.string()),
});

export type TableExport = z.output<typeof exportSchema>;
