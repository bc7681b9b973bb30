import type { Redactor } from '../credentials/redactor.ts';
import { isJsonObject } from '../json.ts';

/** What a tool returns: structured content, and a text of the same content. */
export interface ToolResult {
  /** Removes the secrets before the text is made: escaped for Markdown, one would not be recognised. */
  redacted(secrets: Redactor): { readonly structuredContent: Record<string, unknown>; readonly text: string };
}

/** A result together with what makes its text. */
export function toolResult<R extends Record<string, unknown>>(
  result: R,
  text: (redacted: R) => string,
): ToolResult {
  return {
    redacted(secrets) {
      const structuredContent = redact(secrets, result);
      return { structuredContent, text: secrets.redact(text(structuredContent)) };
    },
  };
}

/** The value without secrets; texts and field names may change, its shape and numbers never. */
function redact<T>(secrets: Redactor, value: T): T {
  const json = JSON.stringify(value);
  // Hardly any result has a secret, and its JSON shows that at once.
  if (secrets.redact(json) === json) return value;
  const copy = structuredClone(value);
  redactInPlace(secrets, copy);
  return copy;
}

function redactInPlace(secrets: Redactor, value: unknown): void {
  const redacted = (entry: unknown): unknown => {
    if (typeof entry === 'string') return secrets.redact(entry);
    redactInPlace(secrets, entry);
    return entry;
  };
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) value[index] = redacted(entry);
  } else if (isWritable(value)) {
    // Taken out and put back one by one, the fields keep their order.
    for (const [key, entry] of Object.entries(value)) {
      delete value[key];
      value[secrets.redact(key)] = redacted(entry);
    }
  }
}

const isWritable = (value: unknown): value is Record<string, unknown> => isJsonObject(value);
