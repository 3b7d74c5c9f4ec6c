#!/usr/bin/env node
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runCompiled } from './code-cache.js';
import { codeFolder } from './commands/world.js';

runCompiled(fileURLToPath(new URL('program.cjs', import.meta.url)), codeFolder({ ...process, home: homedir() }));
