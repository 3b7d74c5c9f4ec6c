import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../build/make-folder.js';
import { whyNoSandbox } from '../print/launch.js';
import { cacheFolder, type World } from './world.js';

/** Remembers that this machine's user has been told. */
const MARK = 'sandbox-note';

/**
 * Says that the browser runs without its sandbox, once a machine: it is the same on every run, and a user who cares has
 * `--require-sandbox`. Where nothing can be remembered, it is said each time.
 */
export function noteSandbox(world: World, note: (message: string) => void): void {
  const folder = cacheFolder(world);
  const mark = join(folder, MARK);
  if (existsSync(mark)) return;
  note(
    `the browser runs without its own sandbox: ${whyNoSandbox(world.isRoot)} (said once; --require-sandbox makes it an error)`,
  );
  try {
    makeFolder(folder, 0o700);
    writeFileSync(mark, '');
  } catch {
    // A cache that cannot be written to remembers nothing.
  }
}
