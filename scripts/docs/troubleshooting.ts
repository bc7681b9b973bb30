import { errorKinds, explain } from '../../src/errors.ts';
import { checkup } from './checkup.ts';
import type { Document } from './document.ts';
import { failures } from './failures.ts';
import { fenced, withoutIds } from './markdown.ts';
import { refusals } from './refusals.ts';

const INTRO = `# Troubleshooting

Written by \`npm run docs\`, which makes each of these errors happen and quotes what is said; do not edit.

An error says what failed, then why, then what to do, and it never holds a key, cookie or password. \`HTTP …\` in it is the status that
the vendor answered with, \`request …\` is the vendor's own id of the call, which its support and a report here can use. What can pass
by itself and was not billed has then already been tried again.

Begin with \`npx -y tiktok-creator-mcp check\` ([below](#what-check-shows)): it finds most of what is wrong with the settings.`;

/** The page about every error: at the start, in an answer, and what `check` shows. */
export const troubleshooting: Document = {
  file: 'docs/troubleshooting.md',
  async text() {
    return `${[INTRO, await refusals(), await inAnAnswer(), await checkup()].join('\n\n')}\n`;
  },
};

/** Every kind of error, with its facts and its words. */
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
    `The kinds of errors: ${contents}. A message brings its own advice where it knows better than the one given here.`,
    ...sections,
    '### Anything else',
    'A mistake in this server, which nobody has met before. Please report it.',
    fenced('text', explain(new Error('unexpected'))),
  ].join('\n\n');
}

/** The keys of an object that has no others. */
function keysOf<K extends string>(object: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in object) keys.push(key);
  return keys;
}
