import { execFileSync, spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/**
 * The output of a program from outside npm. Where it is missing, the test is listed as NOT RUN; in CI it fails, since
 * there everything is installed.
 */
export function outside(context: TestContext, program: string, args: readonly string[]): string {
  requireProgram(context, program);
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** Skips (or, in CI, fails) the test where a program is missing. */
export function requireProgram(context: TestContext, program: string): void {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [program]).status === 0;
  requireThat(context, found, `${program} is not installed`);
}

/** Skips (or, in CI, fails) the test where a condition of its surroundings does not hold. */
export function requireThat(context: TestContext, holds: boolean, reason: string): void {
  if (holds) return;
  if (process.env.CI === 'true') throw new Error(`${reason}, which CI must provide`);
  context.skip(reason);
}
