import type { Reporter, TestModule, Vitest } from 'vitest/node';

/**
 * Closes a run with the tests that did not run, each with its reason, so that none is missing unseen, and with one
 * plain line of counts.
 */
export default class NotRunReporter implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    // Tests that a name filter passes over were not asked for.
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const lines: string[] = [];
    for (const module of modules) {
      if (!module.ok() && module.children.size === 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        counts[result.state] += 1;
        if (result.state !== 'skipped' || (this.#filtered && !result.note)) continue;
        lines.push(`NOT RUN  ${test.fullName}: ${result.note ?? 'no reason given'}`);
      }
    }
    if (lines.length > 0) process.stdout.write(`\n${lines.join('\n')}\n`);
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  }
}
