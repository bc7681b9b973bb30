import { z } from 'zod';
import { optionalNumber, optionalText } from '../../mcp/result-schemas.ts';

import { HEALTH_ALERTS } from './alerts.ts';

const record = { record_id: optionalText, reason: optionalText, type: optionalText };
const openAppeal = z.object({
  ...record,
  deadline: optionalText,
  hours_left: optionalNumber,
  enforcement: z.array(z.string()),
});
const threshold = { at: z.number(), distance: z.number(), measure: optionalText, duration: optionalText };

/** The fields of an account health report, without those that every result has. */
export const accountHealthSchema = {
  /** What needs attention now. */
  alerts: z.array(z.object({ kind: z.enum(HEALTH_ALERTS), fact: z.string(), until: optionalText })),
  level: optionalText,
  score: optionalNumber,
  scale: z.object({ kind: z.enum(['points', 'rating', 'unclear']), reason: z.string() }),
  penalty: z.object({ measure: z.string(), duration: z.string() }).nullable(),
  next_threshold: z.object(threshold).nullable(),
  band: optionalText,
  milestones_passed: z.array(z.number()).optional(),
  readings: z.array(z.object({ scale: z.enum(['points', 'rating']), meaning: z.string() })).optional(),
  violations: z
    .object({
      total: optionalNumber,
      active: z.number(),
      read: z.number(),
      is_complete: z.boolean(),
      by_reason: z.array(
        z.object({ reason: z.string(), type: optionalText, count: z.number(), active: z.number() }),
      ),
      repeated_in_90_days: z.array(z.object({ reason: z.string(), count: z.number() })),
    })
    .optional(),
  appeals: z
    .object({
      open: z.array(openAppeal),
      right_not_told: z.array(openAppeal),
      submitted: z.array(z.object({ ...record, state: optionalText })),
      lapsed: z.number(),
    })
    .optional(),
  enforcement: z.array(z.string()),
  creator_status: optionalNumber,
  rules_url: optionalText,
  options: z.array(z.string()),
  calls: z.number(),
};
