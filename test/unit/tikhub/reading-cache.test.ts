import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { deepFreeze } from '../../../src/shared-state/response-store.ts';
import {
  videoDetailedStats as details,
  accountInsightsOverview as insights,
} from '../../../src/tikhub/endpoints.ts';
import { ReadingCache } from '../../../src/tikhub/reading-cache.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const DAYS = dates('2026-11-01', '2026-11-20').map((day) =>
  bucket(day, day, 0, { revenue: money('7.00'), product_view_cnt: 7 }),
);
const november = (): JsonObject => ({ segments: [segment('2026-11-01', '2026-11-20', 0, DAYS)] });

/** As replies are: parsed once, and never changed again. */
function frozen(payload: JsonObject): JsonObject {
  deepFreeze(payload);
  return payload;
}

const at = (time: string, offset?: number) => ({ now: new Date(time), offset });
const asked = { period: monthRange('2026-11') };

test('a payload is read once in a minute, for the same question', () => {
  const readings = new ReadingCache();
  const payload = frozen(november());
  const first = readings.read(insights.gate, payload, asked, at('2026-11-22T12:00:00Z'));
  expect(readings.read(insights.gate, payload, { ...asked }, at('2026-11-22T12:00:59Z'))).toBe(first);
  expect(first).toEqual(insights.gate(november(), asked, at('2026-11-22T12:00:00Z')));
});

test('the same payload is read anew for other days, offsets and videos', () => {
  const readings = new ReadingCache();
  const payload = frozen(november());
  const noon = at('2026-11-22T12:00:00Z');
  const whole = readings.read(insights.gate, payload, asked, noon);
  const part = readings.read(
    insights.gate,
    payload,
    { period: { from: '2026-11-03', to: '2026-11-05' } },
    noon,
  );
  expect(part).not.toEqual(whole);
  expect(part.asked).toEqual({ from: '2026-11-03', to: '2026-11-05' });
  expect(readings.read(insights.gate, payload, asked, at('2026-11-22T12:00:00Z', 3600))).not.toBe(whole);

  const video = frozen({
    segments: [
      { ...segment('2026-11-01', '2026-11-30', 0, DAYS), filter: { item_id: '7400000000000000001' } },
    ],
  });
  const [right, wrong] = ['7400000000000000001', '7400000000000000002'].map(
    (item_id) => () => readings.read(details.gate, video, { ...asked, item_id }, noon),
  );
  expect(right?.().asked).toEqual(asked.period);
  expect(wrong).toThrow('not 7400000000000000002');
  expect(right).not.toThrow();
});

test('midnight changes a reading', () => {
  const readings = new ReadingCache();
  const payload = frozen(november());
  const before = readings.read(insights.gate, payload, asked, at('2026-11-23T23:59:59Z'));
  const after = readings.read(insights.gate, payload, asked, at('2026-11-24T00:00:00Z'));
  const fresh = insights.gate(november(), asked, at('2026-11-24T00:00:00Z'));
  expect(before.verdict).not.toBe(after.verdict);
  expect(after).toEqual(fresh);
});

test('two payloads share nothing, and one that may change is not remembered', () => {
  const readings = new ReadingCache();
  const noon = at('2026-11-22T12:00:00Z');
  const one = readings.read(insights.gate, frozen(november()), asked, noon);
  expect(readings.read(insights.gate, frozen(november()), asked, noon)).not.toBe(one);
  const open = november();
  const first = readings.read(insights.gate, open, asked, noon);
  expect(readings.read(insights.gate, open, asked, noon)).not.toBe(first);
});
