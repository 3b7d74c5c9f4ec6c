import { execFile } from 'node:child_process';
import type { FoundBrowser } from './find.js';

/** The timeout in milliseconds for a browser to start, load an empty page and exit. */
const PATIENCE = 30_000;

/** The browser's messages on a system that allows it no sandbox. */
const NO_SANDBOX =
  /no usable sandbox|failed to move to new namespace|running as root without --no-sandbox|setuid sandbox.{0,200}(?:not configured|not found|check)/i;

/**
 * Asks the browser itself whether the system allows it a sandbox: it reports this on its error stream before it exits,
 * for every possible reason (kernel settings, AppArmor, container filters).
 *
 * @param env the environment for the browser
 * @param folder the folder for its profile
 * @returns `true` if the browser exits because it has no sandbox; `false` if it starts with one, or fails for another
 *   reason
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
