import { describe, expect, test } from 'vitest';
import { render } from '../../../src/render/markdown.ts';

const WHERE = 'was cut; the structured content of the tool has it in full';

const violation = (detail: string): string =>
  render('Violations', { account: 'us', violations: [{ record_id: '1', detail }], notes: [] });

describe('what people must read to act', () => {
  test('is whole up to 600 characters', () => {
    const detail = 'The video shows a price. '.repeat(24).trim();
    expect(violation(detail)).toContain(detail);
    expect(violation(detail)).not.toContain(WHERE);
  });

  test('beyond them is cut, and the text says where the rest is', () => {
    const text = violation('The video shows a price. '.repeat(30));
    expect(text).toMatch(/…\|/);
    expect(text).toContain(WHERE);
  });
});

test('a title of another length is cut and says so too', () => {
  const videos = [{ video_id: '1', title: 'A long title '.repeat(20) }];
  expect(render('Videos', { account: 'us', videos, notes: [] })).toContain(WHERE);
});
