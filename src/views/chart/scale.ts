/** Round values from 0 (or the least value, if that is below) to at least the greatest, for an axis. */
export function ticksFor(least: number, greatest: number, about: number): readonly number[] {
  const low = Math.min(0, least);
  const high = Math.max(0, greatest);
  if (high === low) return [0];
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const first = Math.floor(low / step);
  const count = Math.ceil(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

/** The position of a value between two ends. */
export const placeOn =
  (from: number, to: number, start: number, end: number) =>
  (value: number): number =>
    to === from ? start : start + ((value - from) / (to - from)) * (end - start);

/** The approximate width of a text in pixels; Chinese characters are twice as wide. */
export const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + (character > '\u2E7F' ? 11 : 7.2), 0);

/** Which labels fit side by side in slots of a width: every one, every second, … */
export function everyNth(labels: readonly string[], slot: number): number {
  const widest = Math.max(...labels.map(widthOf)) + 8;
  return Math.max(1, Math.ceil(widest / slot));
}
