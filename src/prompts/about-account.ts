import type { PromptSubject } from '../mcp/define-prompt.ts';

/** The argument that names the account, if the prompt was given one. */
export const accountArgument = ({ account }: PromptSubject): Readonly<Record<string, string>> =>
  account === undefined ? {} : { account };

/** The account in a sentence. */
export const accountName = ({ account }: PromptSubject): string =>
  account === undefined ? 'the default account' : `account ${account}`;
