import type { Redactor } from '../credentials/redactor.ts';

/** What a tool returns: structured content, and a text of the same content. */
export interface ToolResult {
  /** Removes the secrets before the text is made: escaped for Markdown, one would not be recognised. */
  redacted(redactor: Redactor): {
    readonly structuredContent: Record<string, unknown>;
    readonly text: string;
  };
}

/** A result together with what makes its text. */
export function toolResult<R extends Record<string, unknown>>(
  result: R,
  text: (redacted: R) => string,
): ToolResult {
  return {
    redacted(redactor) {
      const structuredContent = redactor.redactValue(result);
      return { structuredContent, text: redactor.redact(text(structuredContent)) };
    },
  };
}
