import { execFileSync, spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/**
 * Runs a program that npm does not install and returns its output. If the program is missing, the test is listed as
 * NOT RUN. In CI, where all programs are installed, the test fails instead.
 */
export function outside(context: TestContext, program: string, args: readonly string[]): string {
  requireProgram(context, program);
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** Skips (or, in CI, fails) the test if a program is missing. */
export function requireProgram(context: TestContext, program: string): void {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [program]).status === 0;
  requireThat(context, found, `${program} is not installed`);
}

/** Skips (or, in CI, fails) the test if the environment does not meet a condition. */
export function requireThat(context: TestContext, holds: boolean, reason: string): void {
  if (holds) return;
  if (process.env.CI === 'true') throw new Error(`${reason}; in CI, this is required`);
  context.skip(reason);
}
