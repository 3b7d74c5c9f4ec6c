import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import NotRunReporter from './support/reporter.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Set by `npm run test:matrix`, which runs every case of the large matrices. */
const environment = (mode: string) => ({ DOSSIER_MATRIX: mode === 'matrix' ? 'all' : '' });

/** Two groups that run one after the other: tests without a browser, then tests with one. */
export default defineConfig(({ mode }) => ({
  root,
  test: {
    silent: 'passed-only',
    reporters: ['default', new NotRunReporter()],
    projects: [
      {
        root,
        test: {
          name: 'fast',
          env: environment(mode),
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts'],
          sequence: { groupOrder: 0 },
          // Limits for tests that hang; a busy machine is many times slower than an idle one.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          env: environment(mode),
          include: ['test/**/*.browser.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file starts its own browser, and the machine may have only two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
}));
