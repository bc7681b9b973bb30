import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Left to itself it keeps one processor free, which of two is half.
    maxWorkers: '100%',
  },
});
