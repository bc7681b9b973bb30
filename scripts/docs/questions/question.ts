import type { Facts } from './facts.ts';

/** Looks up a text in the results so far: the field of the first row of the latest list of that name. */
export type Found = (list: string, field: string) => string;

/** One call that the assistant makes for a question. */
interface Step {
  readonly tool: string;
  /** The arguments that it sends, with ids from earlier results where needed. */
  readonly args?: (found: Found) => Readonly<Record<string, unknown>>;
}

/** A question of a creator or an agency. */
export interface Question {
  readonly ask: string;
  readonly steps: readonly Step[];
  /** What an assistant can say from the results of its steps, as Markdown: every figure comes from them. */
  readonly answer: (...results: readonly Facts[]) => string;
  /** One sentence on how to read the results. */
  readonly read: string;
}
