import { expect, onTestFinished, test, vi } from 'vitest';
import type { SerializedError, TestModule } from 'vitest/node';
import NotRunReporter from './reporter.js';

interface Case {
  fullName: string;
  state: 'passed' | 'failed' | 'skipped';
  note?: string;
}

/** A minimal test module with the properties that the reporter reads. */
function moduleOf(tests: Case[], errors: { own?: number; suite?: number } = {}): TestModule {
  const failures = (count = 0) => ({ errors: () => Array.from({ length: count }, () => ({ message: 'x' })) });
  return {
    ...failures(errors.own),
    children: {
      allSuites: () => [failures(errors.suite)],
      allTests: () => tests.map(({ fullName, ...result }) => ({ fullName, result: () => result })),
    },
  } as unknown as TestModule;
}

function report(modules: TestModule[], errors: SerializedError[] = []): string {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  onTestFinished(() => write.mockRestore());
  new NotRunReporter(false).onTestRunEnd(modules, errors);
  write.mockRestore();
  return text;
}

test('lists every skipped test with its reason', () => {
  const text = report([
    moduleOf([
      { fullName: 'a', state: 'passed' },
      { fullName: 'b', state: 'skipped', note: 'qpdf is not installed' },
    ]),
  ]);
  expect(text).toContain('NOT RUN  b: qpdf is not installed\n');
  expect(text).toMatch(/^1 passed, 0 failed, 1 skipped/m);
});

test.each([
  ['a file that cannot be loaded', { own: 1 }],
  ['a suite whose hook fails', { suite: 1 }],
])('counts %s as a failure, and names it as the reason for tests that did not run', (_, errors) => {
  const text = report([moduleOf([{ fullName: 'a', state: 'skipped' }], errors)]);
  expect(text).toContain('NOT RUN  a: its suite failed before it\n');
  expect(text).toMatch(/^0 passed, 1 failed, 1 skipped/m);
});

test('counts an error outside of any test as a failure', () => {
  expect(report([moduleOf([])], [{ message: 'unhandled' } as SerializedError])).toMatch(/^0 passed, 1 failed/m);
});
