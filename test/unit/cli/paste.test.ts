import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PastedText } from '../../../src/cli/paste.ts';

/** What is left when a text arrives in these chunks, as a terminal sends its bytes. */
function arrived(text: string, sizes: readonly number[]): { text: string; states: string[] } {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const pasted = new PastedText();
  const states: string[] = [];
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    if (from < bytes.length) states.push(pasted.take(bytes.slice(from, from + size)));
    from += size;
  }
  return { text: pasted.text, states };
}

test('a pasted text is the same however it is cut, with and without the marks of a terminal', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z美é= ;\n]{0,40}$/), cuts, (text, sizes) => {
      const sent = text.replaceAll('\n', '\r');
      expect(arrived(`${sent}\r`, sizes).text).toBe(text.trim());
      expect(arrived(`\u001b[200~${sent}\u001b[201~\r`, sizes).text).toBe(text.trim());
    }),
  );
});

test('a line break inside the marks does not end it, one behind them does', () => {
  expect(arrived('\u001b[200~a\rb\r\u001b[201~', []).states).toEqual(['line ended']);
  expect(arrived('\u001b[200~a\r', []).states).toEqual(['more']);
  expect(arrived('\u001b[200~a\r\u001b[201~\r', [9]).states).toEqual(['more', 'line ended']);
});

test('what is typed can be erased and cancelled', () => {
  expect(arrived('ab\u007fc\r', []).text).toBe('ac');
  expect(arrived('ab\u0003', []).states).toEqual(['cancelled']);
  expect(arrived('\u001b[200~a\u0003b\u001b[201~\r', []).states).toEqual(['line ended']);
});
