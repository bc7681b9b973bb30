import { defineConfig } from 'vitest/config';

/** The server under clients that others wrote: they are installed first, so this is not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/clients/*.spec.ts'],
    globalSetup: 'test/clients/installed.ts',
    testTimeout: 60_000,
  },
});
