import { once } from 'node:events';
import type { Launched } from './launch.js';

/** A browser and what it has to do. */
export interface Live {
  launched: Promise<Launched>;
  busy: number;
  /** Documents that it has printed, well or badly. */
  printed: number;
}

export async function closeBrowser({ launched }: Live): Promise<void> {
  const open = await launched.catch(() => undefined);
  if (!open) return;
  const child = open.browser.process();
  // The browser's profile folder is removed when its process exits.
  const ended = child && child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  killGroup(child?.pid);
  await open.browser.close().catch(() => undefined);
  await ended?.catch(() => undefined);
}

/** Ends the browser's processes all at once: those that outlive it write to its folder while that is removed. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already, or was started without a group; it is asked to close then.
  }
}
