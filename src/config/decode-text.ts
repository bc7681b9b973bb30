/** The text of a file, or what the file is instead, to complete "names …". */
type Decoded = { readonly text: string } | { readonly fault: string };

/** How Windows editors and PowerShell begin a text. */
const BYTE_ORDER_MARKS = [
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

const SQLITE = 'SQLite format 3\0';

/** The text in the bytes of a file: UTF-8, or UTF-16 with a byte order mark. */
export function decodeText(bytes: Uint8Array): Decoded {
  const mark = BYTE_ORDER_MARKS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  if (mark !== undefined) return { text: new TextDecoder(mark.encoding).decode(bytes) };
  if (Buffer.from(bytes.subarray(0, SQLITE.length)).toString('latin1') === SQLITE) {
    return { fault: "a browser's database, not a text file" };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? { fault: 'a binary file, not a text file' } : { text };
  } catch {
    return bytes.includes(0)
      ? { fault: 'a binary file, not a text file' }
      : { fault: 'a file that is neither UTF-8 nor UTF-16' };
  }
}
