import type { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import { at, isJsonObject } from '../../src/json.ts';
import type { ServerContext } from '../../src/mcp/request-context.ts';
import { tools } from '../../src/tools/index.ts';
import type { Document } from './document.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A tool in the terms of MCP, its schemas made from those of the code. */
export interface Definition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Listed only where there are several accounts. */
  readonly fleet: boolean;
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
}

/** What the schemas of arguments depend on. */
type ArgumentSettings = Pick<ServerContext, 'accounts' | 'inlineCredentials'>;

/** Nobody is configured: no choice of account. */
export const nobody: ArgumentSettings = {
  accounts: { byName: new Map(), defaultName: 'main' },
  inlineCredentials: true,
};

/** The schema as hosts want it: no references, which some cannot follow, and no dialect, which is the default one. */
function jsonSchemaOf(schema: z.ZodTypeAny): Schema {
  const { $schema, ...json } = zodToJsonSchema(schema, { $refStrategy: 'none', strictUnions: true });
  return json;
}

/** Every tool with its schemas, whole. */
export const definitionsFor = (front: ArgumentSettings): readonly Definition[] =>
  tools.map(({ name, title, description, fleet, input, output }) => ({
    name,
    title,
    description,
    fleet,
    inputSchema: jsonSchemaOf(input(front)),
    outputSchema: jsonSchemaOf(output),
  }));

/** What a value is, without what is inside it. */
function outlineOf(schema: unknown): unknown {
  if (!isJsonObject(schema)) return schema;
  const { type, anyOf, items } = schema;
  if (Array.isArray(anyOf)) return { type: [...new Set(anyOf.map((one: unknown) => at(one, 'type')))] };
  if (type === 'object') return { type };
  if (type === 'array') return { type, items: outlineOf(items) };
  return schema;
}

/** The parts of a result by name and type: the fields inside them would be two thirds of everything that is listed. */
function outlineOfResult({ properties, required }: Schema): Schema {
  const parts = isJsonObject(properties) ? Object.entries(properties) : [];
  return {
    type: 'object',
    properties: Object.fromEntries(parts.map(([name, schema]) => [name, outlineOf(schema)])),
    required,
  };
}

/** What the server lists; it takes the arguments that depend on accounts and settings from them, not from here. */
export const listedDefinitions: Document = {
  file: 'src/tools/definitions.json',
  text: () =>
    `${JSON.stringify(
      definitionsFor(nobody).map((one) => ({ ...one, outputSchema: outlineOfResult(one.outputSchema) })),
      null,
      2,
    )}\n`,
};
