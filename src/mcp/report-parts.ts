import { explain } from '../errors.ts';

/** A part of a summary: its value, or why it is missing. */
export interface Part<T> {
  readonly what: string;
  readonly value?: T;
  readonly error?: unknown;
}

/** Waits for one part of a summary without letting its failure take the others down. */
export async function part<T>(what: string, pending: Promise<T>): Promise<Part<T>> {
  try {
    return { what, value: await pending };
  } catch (error) {
    return { what, error };
  }
}

/**
 * What failed among the parts, as notes.
 * @throws the first part's error when every part failed: then there is nothing to show
 */
export function failureNotes(parts: readonly Part<unknown>[]): string[] {
  const failed = parts.filter((one) => 'error' in one);
  if (failed.length === parts.length) throw failed[0]?.error;
  return failed.map(({ what, error }) => `${what} is missing. ${explain(error)}`);
}
