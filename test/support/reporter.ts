import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/**
 * Prints the tests that did not run, each with its reason, and a line of counts at the end of a run. A suite that fails
 * before its tests and an error outside of any test count as failures.
 */
export default class NotRunReporter implements Reporter {
  #filtered = false;
  readonly #isSample: boolean;

  /** @param isSample `true` if only a fixed sample of the large matrices runs */
  constructor(isSample: boolean) {
    this.#isSample = isSample;
  }

  onInit(vitest: Vitest): void {
    // Tests excluded by a name filter were not requested.
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const lines: string[] = [];
    for (const module of modules) {
      const suites = [module, ...module.children.allSuites()];
      // `ok` is also false for a suite with a failed test, so check the errors of the suite itself.
      const isBroken = suites.some((suite) => suite.errors().length > 0);
      if (isBroken) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        counts[result.state] += 1;
        if (result.state !== 'skipped' || (this.#filtered && !result.note)) continue;
        const reason = result.note ?? (isBroken ? 'its suite failed before it' : 'no reason given');
        lines.push(`NOT RUN  ${test.fullName}: ${reason}`);
      }
    }
    if (lines.length > 0) process.stdout.write(`\n${lines.join('\n')}\n`);
    if (this.#isSample)
      process.stdout.write('\nRan a fixed sample of the large matrices. To run every case, use npm run test:matrix.\n');
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  }
}
