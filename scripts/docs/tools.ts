import { asList } from '../../src/json.ts';
import { connectToScript } from '../../test/support/connect.ts';
import { type Definition, definitionsFor, nobody } from './definitions.ts';
import { type Document, part } from './document.ts';
import { fenced, table } from './markdown.ts';

/** Arguments that are the same for every tool; the README explains them once, below the table. */
const SHARED = new Set(['account', 'cookie', 'proxy', 'raw']);

/** What everyone has, one account or several. */
const tools = definitionsFor(nobody).filter(({ fleet }) => !fleet);

const firstSentence = (text = ''): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

/** The arguments that are not shared, the required ones in bold. */
function ownArguments({ inputSchema }: Definition): string {
  const required = new Set(asList(inputSchema['required']));
  const names = Object.keys(Object(inputSchema['properties'])).filter((name) => !SHARED.has(name));
  return names.map((name) => (required.has(name) ? `**\`${name}\`**` : `\`${name}\``)).join(', ') || '–';
}

async function tables(): Promise<string> {
  const connection = await connectToScript({ cookie: null });
  const { resourceTemplates: templates } = await connection.host.listResourceTemplates();
  await connection.close();
  const offered = tools.map((tool) => [
    `\`${tool.name}\``,
    firstSentence(tool.description),
    ownArguments(tool),
  ]);
  const readable = templates.map(({ uriTemplate, name }) => [`\`${uriTemplate}\``, `\`${name}\``]);
  return `${table(['tool', 'what it answers', 'own arguments'], offered)}\n\n${table(['resource', 'the same as the tool'], readable)}`;
}

const json = (schema: unknown): string => fenced('json', JSON.stringify(schema, null, 2));

const section = ({ name, title, description, inputSchema, outputSchema }: Definition): string =>
  `## ${name}\n\n**${title}.** ${description}\n\nInput\n\n${json(inputSchema)}\n\nOutput (\`structuredContent\`)\n\n${json(outputSchema)}`;

function reference(): string {
  const intro = `# Tools

Written by \`npm run docs\`; do not edit. The schemas are JSON Schema, made from the zod schemas of the code by
\`zod-to-json-schema\`. \`tools/list\` has the inputs as they are here, and of the outputs the parts without what is in them.

With more than one account configured, every tool also takes \`account\`: one of their names. In an output schema only the
fields that every form of the result has are required: a figure that is absent upstream is absent in the result, and
\`raw: true\` puts the vendor's payload in \`raw\` instead of the tool's own fields.`;
  return `${[intro, tools.map(({ name }) => `- [${name}](#${name})`).join('\n'), ...tools.map(section)].join('\n\n')}\n`;
}

/** The tables of the README and the schemas of docs/tools.md. */
export const toolDocuments: readonly Document[] = [
  part('README.md', 'tools', tables),
  { file: 'docs/tools.md', text: reference },
];
