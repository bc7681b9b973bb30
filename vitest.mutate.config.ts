import { defineConfig } from 'vitest/config';

/** What mutants are judged by: the tests that meet the figures directly, with a few replies of the laboratory each. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{metrics,reports}/**/*.test.ts',
      'test/lab/{audience,rows,series,video-products}.test.ts',
    ],
    env: { REPLY_LAB_CASES: '10' },
  },
});
