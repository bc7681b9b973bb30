import { defineConfig } from 'vitest/config';

/** The reply laboratory with many more replies than `npm test` tries: for a nightly run. */
export default defineConfig({
  test: { include: ['test/lab/*.test.ts'], env: { REPLY_LAB_CASES: '20000' } },
});
