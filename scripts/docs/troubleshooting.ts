import { errorKinds, explain } from '../../src/errors.ts';
import { checkup } from './checkup.ts';
import type { Document } from './document.ts';
import { failures } from './failures.ts';
import { COMMAND_LINE } from './launch.ts';
import { fenced, withoutIds } from './markdown.ts';
import { refusals } from './refusals.ts';

const INTRO = `# Troubleshooting

Written by \`npm run docs\`, which makes each of these errors happen and quotes the message; do not edit.

An error says what failed, why, and what to do. It never contains a key, cookie or password. \`HTTP …\` is the status of the vendor's reply,
\`request …\` the vendor's id of the call, which helps its support and a report here. Errors that may be temporary and were not billed
have already been retried.

Start with \`${COMMAND_LINE} check\` ([below](#what-check-shows)): it finds most mistakes in the settings. For a
report about a figure or a reply, \`${COMMAND_LINE} shapes\` writes a file without values ([configuration.md](configuration.md#commands)).`;

/** The page about every error: at the start, of a call, and what `check` shows. */
export const troubleshooting: Document = {
  file: 'docs/troubleshooting.md',
  async text() {
    return `${[INTRO, await refusals(), await inAnAnswer(), await checkup()].join('\n\n')}\n`;
  },
};

/** Every kind of error with its meaning, advice and messages. */
async function inAnAnswer(): Promise<string> {
  const sections: string[] = [];
  const kinds = keysOf(errorKinds);
  for (const kind of kinds) {
    const { means, next, billed } = errorKinds[kind];
    const parts = [`### ${kind}`, means, `**Do:** ${next}`, `**Billed:** ${billed}`];
    for (const { when, provoke } of failures[kind]) {
      parts.push(`${when}:\n\n${fenced('text', withoutIds(await provoke()))}`);
    }
    sections.push(parts.join('\n\n'));
  }
  const contents = kinds.map((kind) => `[${kind}](#${kind})`).join(' · ');
  return [
    '## A call fails',
    `The kinds of errors: ${contents}. Where a message has more specific advice, follow the message.`,
    ...sections,
    '### Anything else',
    'A bug in this server that is not known yet. Please report it.',
    fenced('text', explain(new Error('unexpected'))),
  ].join('\n\n');
}

/** The keys of an object that has no others. */
function keysOf<K extends string>(object: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in object) keys.push(key);
  return keys;
}
