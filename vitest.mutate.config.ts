import { defineConfig } from 'vitest/config';

const ALL = 'test/unit/{metrics,reports}/**/*.test.ts test/lab/{audience,rows,series,video-products}.test.ts';

/** What mutants are judged by: the tests that meet the figures directly, with a few replies of the laboratory each. `MUTATE_TESTS` names fewer of them. */
export default defineConfig({
  test: {
    include: (process.env['MUTATE_TESTS'] ?? ALL).split(' '),
    env: { REPLY_LAB_CASES: '10' },
  },
});
