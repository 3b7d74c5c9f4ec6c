import type { ChildProcess } from 'node:child_process';

/** The processes that a test file has started and that run until they are stopped. */
export const children = new Set<ChildProcess>();

/** Stops the processes that a failed test left running. */
export function stopChildren(): void {
  for (const child of children) child.kill('SIGINT');
  children.clear();
}
