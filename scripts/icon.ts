import { crc32, deflateSync } from 'node:zlib';

const SIZE = 512;
const NIGHT = [24, 26, 38] as const;
/** Left edge, top edge and colour of the bars, which stand on one line: figures that rise. */
const BARS = [
  [112, 304, [122, 132, 168]],
  [224, 224, [86, 196, 190]],
  [336, 128, [240, 92, 122]],
] as const;
const BAR_WIDTH = 64;
const FLOOR = 384;
const CORNER = 96;

const isInside = (x: number, y: number): boolean => {
  const dx = Math.max(CORNER - x, x - (SIZE - 1 - CORNER), 0);
  const dy = Math.max(CORNER - y, y - (SIZE - 1 - CORNER), 0);
  return dx * dx + dy * dy <= CORNER * CORNER;
};

function colourAt(x: number, y: number): readonly number[] {
  if (!isInside(x, y)) return [0, 0, 0, 0];
  const bar = BARS.find(([left, top]) => x >= left && x < left + BAR_WIDTH && y >= top && y < FLOOR);
  return [...(bar?.[2] ?? NIGHT), 255];
}

/** A piece of a PNG: length, name, content, checksum. */
function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The icon of the bundle, a PNG of 512 by 512. */
export function drawIcon(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // Eight bits each of red, green, blue and opacity.
  header.set([8, 6], 8);
  const each = Array.from({ length: SIZE }, (_, at) => at);
  // Each line starts with the name of its filter, 0 for none.
  const lines = each.map((y) => Buffer.from([0, ...each.flatMap((x) => colourAt(x, y))]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
