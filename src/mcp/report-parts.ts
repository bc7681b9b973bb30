import { explain } from '../errors.ts';
import type { Progress } from './request-context.ts';

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
 * Waits for parts like {@link part}, and reports each one that is there or has failed.
 * @param total how many there will be
 */
export function countedParts(progress: Progress, total: number): typeof part {
  let done = 0;
  return async (what, pending) => {
    const waited = await part(what, pending);
    done += 1;
    await progress(done, Math.max(done, total), what);
    return waited;
  };
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
