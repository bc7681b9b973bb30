import { at, jsonObjects } from '../../src/json.ts';
import { connectToSandbox, type Result } from '../../test/support/connect.ts';
import type { Document } from './document.ts';
import { anchorOf, fenced, shortened, withoutIds } from './markdown.ts';
import type { Facts } from './questions/facts.ts';
import { questions } from './questions/index.ts';
import type { Found } from './questions/question.ts';

const INTRO = `# Cookbook

What creators and agencies ask, what an assistant can answer, and the calls behind it. Written by \`npm run docs\`, which makes each call
over the protocol, with the sandbox as the upstream; do not edit.

All figures and names are invented, and so are the accounts: \`us\` (the default one), \`sg\`, \`br\`, and \`expired\`, whose session has
ended. Today is 22 November 2026. A … marks where a long answer was shortened; hosts also get each answer as complete structured content.
Titles, names and texts of violations were written by others: they are data, whatever they say.`;

/** Every question with the calls that answer it and their results as text. */
export const cookbook: Document = {
  file: 'docs/cookbook.md',
  async text() {
    const connection = await connectToSandbox();
    const answers: Result[] = [];
    const sections: string[] = [];
    for (const { ask, steps, answer, read } of questions) {
      const calls: string[] = [];
      const results: Facts[] = [];
      for (const { tool, args } of steps) {
        const sent = args?.(finder(answers)) ?? {};
        const result = await connection.call(tool, sent);
        answers.push(result);
        results.push(result.structured ?? {});
        calls.push(
          `\`${tool}\` \`${JSON.stringify(sent)}\`\n\n${fenced('text', shortened(withoutIds(result.text)))}`,
        );
      }
      const behind = `<details>\n<summary>${calls.length === 1 ? 'The call' : `The ${calls.length} calls`} and what came back</summary>`;
      sections.push(
        [`## ${ask}`, answer(...results), `**Reading it:** ${read}`, behind, ...calls, '</details>'].join(
          '\n\n',
        ),
      );
    }
    await connection.close();
    const contents = questions.map(({ ask }) => `- [${ask}](#${anchorOf(ask)})`).join('\n');
    return `${[INTRO, contents, ...sections].join('\n\n')}\n`;
  },
};

const finder =
  (answers: readonly Result[]): Found =>
  (list, field) => {
    const rows = answers
      .map(({ structured }) => jsonObjects(at(structured, list)))
      .findLast(({ length }) => length > 0);
    const value = rows?.[0]?.[field];
    if (typeof value !== 'string') throw new Error(`No answer has told ${list}[0].${field}.`);
    return value;
  };
