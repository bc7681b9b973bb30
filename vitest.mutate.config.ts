import { defineConfig } from 'vitest/config';

const ALL = 'test/unit/{metrics,reports}/**/*.test.ts test/lab/{audience,rows,series,video-products}.test.ts';

/** What mutants are judged by: the tests that meet the figures directly, with a few replies of the laboratory each. `MUTATE_TESTS` names fewer of them. */
export default defineConfig({
  test: {
    include: (process.env['MUTATE_TESTS'] ?? ALL).split(' '),
    // A mutant that takes too long is Stryker's to end: a test that is slow on a busy machine has not found it.
    testTimeout: 60_000,
    env: { REPLY_LAB_CASES: '10' },
  },
});
