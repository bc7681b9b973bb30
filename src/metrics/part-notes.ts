import { isMatching, notesOf, type Reading } from './reading.ts';

/** A part of a result under its name. */
export type NamedReading = readonly [name: string, reading: Reading<unknown> | undefined];

/** How many parts a note names. */
const NAMED_PARTS = 3;

/**
 * The caveats of the parts of a result, each once with the names of the parts that have it. A caveat of the first part
 * alone has no name, because that part is what the result is about.
 * @param hasOthers whether figures about other days are shown under those days; otherwise the note only says that there
 * are some
 */
export function notesOfParts(parts: readonly NamedReading[], hasOthers: boolean): readonly string[] {
  const byNote = new Map<string, string[]>();
  for (const [name, reading] of parts) {
    for (const note of notesToShow(reading, hasOthers)) {
      const names = byNote.get(note) ?? [];
      if (!names.includes(name)) byNote.set(note, [...names, name]);
    }
  }
  const first = parts[0]?.[0];
  return [...byNote].map(([note, names]) =>
    names.length === 1 && names[0] === first ? note : `${listed(names)}: ${note}`,
  );
}

function notesToShow(reading: Reading<unknown> | undefined, hasOthers: boolean): readonly string[] {
  if (reading === undefined) return [];
  const notes = notesOf(reading);
  return isMatching(reading) || hasOthers ? notes : notes.slice(0, 1);
}

const listed = (names: readonly string[]): string =>
  names.length > NAMED_PARTS
    ? `${names.slice(0, NAMED_PARTS).join(', ')} and ${names.length - NAMED_PARTS} more`
    : names.join(', ');

/** The caveats of a list's pages as those of one list; one that several pages have says so. */
export function joinNotes(earlier: readonly string[], later: readonly string[]): readonly string[] {
  const joined = new Set(earlier);
  for (const note of later) {
    const several = `On several pages: ${note}`;
    if (joined.delete(note)) joined.add(several);
    else if (!joined.has(several)) joined.add(note);
  }
  return [...joined];
}
