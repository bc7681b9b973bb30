import { asList, at, isJsonObject, type JsonObject } from '../../src/json.ts';
import { definitionsFor, type FullDefinition, noAccounts } from './definitions.ts';
import type { Document } from './document.ts';
import { table } from './markdown.ts';

/** Arguments that mean the same for every tool that has them; the index of the pages explains them once. */
const SHARED = new Set(['account', 'cookie', 'proxy', 'raw', 'fresh', 'max_calls']);

const tools = definitionsFor(noAccounts);

const firstSentence = (text = ''): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

/** `array of string`, `"a", "b"`, `integer from 1 to 20`. */
function typeOf(schema: unknown): string {
  const { type, enum: values, anyOf, items, minimum, maximum } = isJsonObject(schema) ? schema : {};
  if (Array.isArray(values)) return values.map((value) => `\`${value}\``).join(', ');
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (type === 'array') return `array of ${typeOf(items)}`;
  const range = [
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
  ];
  return [asList(type).join(' or ') || 'any', ...range].join(' ');
}

/** The names of the fields inside an object, or inside the objects of an array. */
function fieldsIn(schema: unknown): string {
  const inner = [schema, at(schema, 'items'), ...asList(at(schema, 'anyOf'))].map((one) =>
    at(one, 'properties'),
  );
  return inner
    .filter(isJsonObject)
    .flatMap(Object.keys)
    .map((name) => `\`${name}\``)
    .join(', ');
}

const argumentRow = ([name, schema]: [string, JsonObject], required: readonly string[]): string[] => [
  `\`${name}\``,
  typeOf(schema),
  required.includes(name) ? 'required' : schema['default'] === undefined ? '' : `\`${schema['default']}\``,
  String(schema['description'] ?? ''),
];

/** Fields that mean the same in every result that has them; the index of the pages explains them once. */
const COMMON = new Set([
  ...['account', 'sandbox', 'fetched_at', 'cached', 'notes', 'raw'],
  ...['window', 'currency', 'verdict', 'verdicts', 'calls', 'planned_calls'],
]);

function page({ name, title, description, inputSchema, outputSchema }: FullDefinition): string {
  const args = Object.entries(inputSchema.properties)
    .filter(([argument]) => !SHARED.has(argument))
    .map((entry) => argumentRow(entry, inputSchema.required ?? []));
  const fields = Object.entries(outputSchema.properties)
    .filter(([field]) => !COMMON.has(field))
    .map(([field, schema]) => [`\`${field}\``, typeOf(schema), fieldsIn(schema)]);
  return `<!-- Written by npm run docs. -->

# ${name}

**${title}.** ${description}

## Arguments

${args.length > 0 ? table(['argument', 'type', 'default', 'meaning'], args) : 'None of its own.'}

## Result

${table(['field', 'type', 'fields inside'], fields)}

[Arguments and fields that many tools have](README.md) · [JSON Schema](../../schema/tools/${name}.json)
`;
}

const index = (): string => `<!-- Written by npm run docs. -->

# Tools

${table(
  ['tool', 'title', 'what it returns'],
  tools.map(({ name, title, description }) => [`[${name}](${name}.md)`, title, firstSentence(description)]),
)}

## Arguments that many tools have

With several accounts configured, a tool about one account takes \`account\`, one of their names; \`compare_accounts\` and
\`list_accounts\`, which are listed only then, take \`accounts\`. Unless \`TIKTOK_CREATOR_INLINE_CREDENTIALS\` is \`off\`, a tool
about one account also takes \`cookie\` and \`proxy\` in place of the configured ones. The \`get_\` tools take \`raw\`: with
\`raw: true\` the result has the vendor's payload in \`raw\` and none of the tool's own fields. \`fresh: true\` skips the cache
for one request, and \`max_calls\` limits the billed calls of a request that needs several.

## Fields that many results have

${table(
  ['field', 'content'],
  [
    ['`account`', 'the configured name, or `inline` for a cookie that came as an argument'],
    ['`sandbox`', '`true` for invented data, otherwise absent'],
    [
      '`fetched_at`, `cached`',
      'when the upstream responded (the oldest part); `cached` is `true` when no part cost a call now',
    ],
    [
      '`window`',
      'the days that came back, which can differ from those requested: `from` and `to` inclusive, `utc_offset`, `complete`, and for daily figures `days_with_data`, `last_day_with_data`',
    ],
    ['`currency`', 'once, and money is then a number in major units; `{amount, currency}` where they differ'],
    [
      '`verdict`, `verdicts`',
      'how the days that came back relate to those requested, for the result or each part of it: `same`, `partial`, `narrower`, `wider`, `elsewhere`, `unknown`, `missing`',
    ],
    ['`calls`, `planned_calls`', 'how many upstream calls were made, and how many could have been needed'],
    ['`page`', '`shown`, `total`, and `next`: the arguments of the next page, or null'],
    ['`notes`', 'caveats as sentences: lag, missing parts, limits that were reached, assumptions'],
    ['`raw`', "with `raw: true`, the vendor's payload instead of the tool's own fields"],
  ],
)}

A field that the vendor does not send is left out (or null): it is unknown, not zero. Rates are fractions, ids are strings, and times
have the account's offset.

The JSON Schemas in [schema/tools](../../schema/tools) have every field. \`tools/list\` has the same arguments, and of the
results only the fields at the top.
`;

/** A page for each tool, its JSON Schemas, and the index of the pages. */
export const toolDocuments: readonly Document[] = [
  { file: 'docs/tools/README.md', text: index },
  ...tools.flatMap((tool) => [
    { file: `docs/tools/${tool.name}.md`, text: () => page(tool) },
    {
      file: `schema/tools/${tool.name}.json`,
      text: () =>
        `${JSON.stringify({ name: tool.name, input: tool.inputSchema, output: tool.outputSchema }, null, 2)}\n`,
    },
  ]),
];
