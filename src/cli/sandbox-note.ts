import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../pipeline/make-folder.js';
import { whyNoSandbox } from '../print/launch.js';
import { cacheFolder, type World } from './environment.js';

/** Records that the user of this machine has seen the note. */
const MARK = 'sandbox-note';

/**
 * Reports once per machine that the browser runs without its sandbox: every run is the same, and users who care can use
 * `--require-sandbox`. If the cache cannot be written, the note is repeated each time.
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
    // Without a writable cache, the note is repeated.
  }
}
