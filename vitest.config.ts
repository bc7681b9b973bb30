import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/run-folder.ts',
    // Left to itself it keeps one processor free, which of two is half.
    maxWorkers: '100%',
    // Nothing keeps state in modules, so files share them: starting anew for each would take a third of the time.
    isolate: false,
    // A first list is made from the sources, pages included; on a machine that is busy that takes a while.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
