/** The first row of each id, in their order; rows without an id all stay. */
export function firstPerId<R>(rows: readonly R[], idOf: (row: R) => string | undefined): readonly R[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const id = idOf(row);
    const isRepeat = id !== undefined && seen.has(id);
    if (id !== undefined) seen.add(id);
    return !isRepeat;
  });
}
