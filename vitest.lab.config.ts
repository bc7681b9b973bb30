import { defineConfig } from 'vitest/config';

/** The reply laboratory and the fuzzer with many more cases than `npm test` tries: for a nightly run. */
export default defineConfig({
  test: {
    include: ['test/lab/*.test.ts', 'test/integration/fuzz.test.ts'],
    env: { REPLY_LAB_CASES: '20000', FUZZ_CASES: '10000' },
  },
});
