import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { codeFolder } from './cli/environment.js';
import { runCompiled } from './code-cache.js';

runCompiled(
  fileURLToPath(new URL('importer-thread.cjs', import.meta.url)),
  codeFolder({ ...process, home: homedir() }),
);
