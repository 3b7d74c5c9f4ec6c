import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser } from '../../src/print/find.js';
import { surroundings } from './services.js';

/** Wraps the installed browser in a script that reports a missing sandbox unless --no-sandbox is set. */
export async function unsandboxedBrowser(folder: string): Promise<string> {
  const { executable, env } = await findBrowser(undefined, surroundings());
  const settings = Object.entries(env).map(([key, value]) => `export ${key}='${value}'`);
  const path = join(folder, 'headless_shell');
  await writeFile(
    path,
    `#!/bin/sh\n${settings.join('\n')}\ncase " $* " in *" --no-sandbox "*) exec '${executable}' "$@";; esac\necho 'No usable sandbox!' >&2\nexit 1\n`,
  );
  await chmod(path, 0o755);
  return path;
}
