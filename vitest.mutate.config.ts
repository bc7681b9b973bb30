import { defineConfig } from 'vitest/config';

/** What mutants are judged by: the tests that meet the figures directly. */
export default defineConfig({ test: { include: ['test/unit/{metrics,reports}/**/*.test.ts'] } });
