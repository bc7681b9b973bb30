/** Anything a draw can depend on. */
type KeyPart = string | number;

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}

/** A source of numbers in [0, 1): the same key always gives the same sequence. */
export function draws(...key: readonly KeyPart[]): () => number {
  let state = hash(key.join('/'));
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of `choices`, which must not be empty. */
export function pick<T>(choices: readonly T[], draw: number): T {
  const choice = choices[Math.floor(draw * choices.length)];
  if (choice === undefined) throw new RangeError('nothing to pick from');
  return choice;
}

/** `length` decimal digits. */
export function digits(length: number, ...key: readonly KeyPart[]): string {
  const draw = draws(...key);
  return Array.from({ length }, () => Math.floor(draw() * 10)).join('');
}

/** `length` hexadecimal digits. */
export function hex(length: number, ...key: readonly KeyPart[]): string {
  const draw = draws(...key);
  return Array.from({ length }, () => Math.floor(draw() * 16).toString(16)).join('');
}
