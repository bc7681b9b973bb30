import type { ArgumentSetup } from '../../src/mcp/added-arguments.ts';
import type { ToolWords } from '../../src/mcp/define-tool.ts';
import { objectSchemaOf } from '../../src/mcp/tool-definition.ts';
import { tools } from '../../src/tools/index.ts';
import { toolsetNames } from '../../src/toolsets.ts';

/** A tool in the terms of MCP, with its whole schemas. */
export interface FullDefinition extends ToolWords {
  readonly name: string;
  /** Listed only where there are several accounts. */
  readonly multiAccount: boolean;
  /** Is listed even where no account is configured. */
  readonly isForSetup: boolean;
  readonly inputSchema: ReturnType<typeof objectSchemaOf>;
  readonly outputSchema: ReturnType<typeof objectSchemaOf>;
}

/** No account is configured, so there is no choice of one. */
export const noAccounts: ArgumentSetup = {
  accounts: { byName: new Map(), defaultName: 'main' },
  inlineCredentials: true,
  toolsets: new Set(toolsetNames),
};

/** Every tool with its whole schemas. */
export const definitionsFor = (setup: ArgumentSetup): readonly FullDefinition[] =>
  tools.map(({ name, title, description, multiAccount, isForSetup, input, output }) => ({
    name,
    title,
    description,
    multiAccount,
    isForSetup,
    inputSchema: objectSchemaOf(input(setup)),
    outputSchema: objectSchemaOf(output),
  }));
