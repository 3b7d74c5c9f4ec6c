import { execFile } from 'node:child_process';
import type { FoundBrowser } from './find.js';

/** Milliseconds for a browser to start, load an empty page and end. */
const PATIENCE = 30_000;

/** The browser's messages for a system that lets it have no sandbox. */
const NO_SANDBOX =
  /no usable sandbox|failed to move to new namespace|running as root without --no-sandbox|setuid sandbox.{0,200}(?:not configured|not found|check)/i;

/**
 * Asks the browser itself whether the system gives it a sandbox: it says so on its error stream before it ends, which
 * holds for every reason there is (kernel settings, AppArmor, the filters of containers).
 *
 * @param env the environment that the browser gets
 * @param folder for its profile
 * @returns `true` if the browser ends for want of a sandbox; `false` if it starts with one, or fails otherwise
 */
export async function lacksSandbox(found: FoundBrowser, env: Record<string, string>, folder: string): Promise<boolean> {
  const args = ['--headless', '--disable-gpu', `--user-data-dir=${folder}`, '--dump-dom', 'about:blank'];
  return new Promise((resolve) => {
    execFile(
      found.executable,
      args,
      { env, timeout: PATIENCE, killSignal: 'SIGKILL', maxBuffer: 4 * 1024 * 1024 },
      (error, _, stderr) => resolve(error !== null && NO_SANDBOX.test(stderr)),
    );
  });
}
