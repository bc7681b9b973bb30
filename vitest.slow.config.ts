import { defineConfig } from 'vitest/config';

/** What people install, processes that are killed in a shared cache directory, and four replicas under load: they take as long as all others together. */
export default defineConfig({
  test: {
    include: ['test/{package,process}/*.spec.ts'],
    globalSetup: 'test/support/run-folder.ts',
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
