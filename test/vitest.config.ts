import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import NotRunReporter from './support/reporter.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Two groups, one after the other: tests that need no browser, then those with the real one. */
export default defineConfig({
  root,
  test: {
    silent: 'passed-only',
    reporters: ['default', new NotRunReporter()],
    projects: [
      {
        root,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts'],
          sequence: { groupOrder: 0 },
          // Guards against tests that hang; a busy machine takes many times as long as an idle one.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file has a browser of its own, and the machine may have only two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
