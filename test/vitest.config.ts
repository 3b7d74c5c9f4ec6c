import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import NotRunReporter from './support/reporter.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The groups of tests, in the order in which they run, by the ends of their file names. */
const GROUPS = {
  fast: 'test.ts',
  // No browser, but many processes, a Redis, or thousands of cases.
  slow: 'slow.test.ts',
  browser: 'browser.test.ts',
};

/** Limits for tests that hang, in milliseconds; a busy machine is many times slower than an idle one. */
const LIMIT = 120_000;

export default defineConfig(({ mode }) => ({
  root,
  test: {
    silent: 'passed-only',
    reporters: ['default', new NotRunReporter(mode !== 'matrix')],
    projects: Object.entries(GROUPS).map(([name, ending], groupOrder) => ({
      root,
      test: {
        name,
        include: [`test/**/*.${ending}`],
        exclude: name === 'fast' ? [`test/**/*.${GROUPS.slow}`, `test/**/*.${GROUPS.browser}`] : [],
        // `npm run test:matrix` runs every case of the large matrices.
        env: { DOSSIER_MATRIX: mode === 'matrix' ? 'all' : '' },
        sequence: { groupOrder },
        // Loading modules again for each file would take longer than the tests.
        isolate: name === 'slow',
        setupFiles: ['test/support/setup.ts'],
        testTimeout: LIMIT,
        hookTimeout: LIMIT,
        expect: { poll: { timeout: LIMIT / 2 } },
        // By default, a machine with two cores would run one file at a time. Browsers have processes of their own.
        maxWorkers: name === 'browser' ? 2 : Math.max(2, availableParallelism()),
      },
    })),
  },
}));
