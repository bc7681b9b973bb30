import { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import { at, isJsonObject, type JsonObject } from '../json.ts';
import type { Tool, ToolWords } from './define-tool.ts';
import type { Fields } from './result-schemas.ts';

/** A tool as `tools/list` shows it, without the arguments that depend on the accounts. */
export interface ToolDefinition extends ToolWords {
  readonly name: string;
  readonly multiAccount: boolean;
  readonly isForSetup: boolean;
  readonly writesFiles: boolean;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema: ObjectSchema;
  readonly _meta?: ViewMeta;
}

/** Where hosts find a tool's view: under the key in the specification, and under the one that older hosts read. */
interface ViewMeta {
  readonly ui: { readonly resourceUri: string };
  readonly 'ui/resourceUri': string;
  readonly [key: string]: unknown;
}

/** The JSON Schema of an object. */
type ObjectSchema = z.output<typeof objectSchema>;

const objectSchema = z.object({
  type: z.literal('object'),
  properties: z.record(z.record(z.unknown())),
  required: z.array(z.string()).optional(),
  additionalProperties: z.boolean().optional(),
});

/**
 * The definition of a tool, with its schemas as JSON.
 * @param resourceUri of its view
 */
export const definitionOf = (
  { name, title, description, multiAccount, isForSetup, writesFiles, fixedInput, output }: Tool,
  resourceUri: string | undefined,
): ToolDefinition => ({
  name,
  title,
  description,
  multiAccount,
  isForSetup,
  writesFiles,
  inputSchema: objectSchemaOf(fixedInput),
  outputSchema: outlineOfResult(objectSchemaOf(output)),
  ...(resourceUri === undefined ? {} : { _meta: { ui: { resourceUri }, 'ui/resourceUri': resourceUri } }),
});

/**
 * The JSON Schema of an object as hosts need it: without references, which some cannot follow, and without naming the
 * default dialect.
 */
export function objectSchemaOf(shape: Fields): ObjectSchema {
  const json = zodToJsonSchema(z.object(shape).strict(), { $refStrategy: 'none', strictUnions: true });
  return objectSchema.parse(json);
}

/** The fields of a result by name and type, without nested fields, which would be two thirds of the list. */
function outlineOfResult({ type, properties, required }: ObjectSchema): ObjectSchema {
  const outlines = Object.entries(properties).map(([name, schema]) => [name, outlineOf(schema)] as const);
  return { type, properties: Object.fromEntries(outlines), required };
}

/** The type of a value, without its nested fields. */
function outlineOf(schema: JsonObject): Record<string, unknown> {
  const { type, anyOf, items } = schema;
  if (Array.isArray(anyOf)) return { type: [...new Set(anyOf.map((one: unknown) => at(one, 'type')))] };
  if (type === 'object') return { type };
  if (type === 'array') return { type, items: isJsonObject(items) ? outlineOf(items) : items };
  return { ...schema };
}
