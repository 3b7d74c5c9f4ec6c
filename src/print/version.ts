import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DossierError } from '../errors.js';
import { browserEnvironment } from './environment.js';
import type { FoundBrowser } from './find.js';

/** Milliseconds within which a browser says its version, which it does without starting. */
const PATIENCE = 20_000;

/**
 * What tells a browser from another one, on whichever machine: its version and the size of its program.
 *
 * @throws DossierError BROWSER_LAUNCH
 */
export async function browserVersion(
  { executable, env: own }: FoundBrowser,
  env: Record<string, string | undefined>,
): Promise<string> {
  try {
    const options = { env: browserEnvironment(env, own), timeout: PATIENCE };
    const { stdout } = await promisify(execFile)(executable, ['--version'], options);
    return `${stdout.trim()}, ${(await stat(executable)).size} bytes`;
  } catch (cause) {
    throw new DossierError('BROWSER_LAUNCH', `the browser ${executable} does not say its version`, {
      hint: 'run it by hand with --version to see why, or name another one with --browser',
      cause,
    });
  }
}
