import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from '../support/matrix.js';
import { own } from './binding.js';
import { HEAVY } from './heavy.js';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('memory-child.mjs', import.meta.url));

/** Limit in kilobytes on the memory that binding may use above the baseline. */
const MOST = 512 * 1024;

/** The timeout after which the process is killed; not a measurement. */
const PATIENCE = 240_000;

let folder: string;
let idle: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dossier-memory-'));
  const { strips, first } = await own();
  await writeFile(join(folder, 'strips.pdf'), strips);
  await writeFile(join(folder, 'first.pdf'), first);
  idle = (await bind()).peak;
}, PATIENCE);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function bind(...foreign: string[]): Promise<{ outcome: string; peak: number }> {
  const own = ['strips.pdf', 'first.pdf'].map((file) => join(folder, file));
  const { stdout } = await run(process.execPath, [CHILD, ...own, ...foreign], { timeout: PATIENCE });
  return JSON.parse(stdout);
}

describe('binding uses at most 512 MB above the baseline process', () => {
  test.each(sample(HEAVY, 6))(
    'for %s',
    async (name, make) => {
      const path = join(folder, 'attachment.pdf');
      await writeFile(path, make());
      const { outcome, peak } = await bind(path);
      await rm(path);
      process.stderr.write(`${Math.round((peak - idle) / 1024)} MB  ${name}: ${outcome}\n`);
      expect(outcome).not.toMatch(/\bat .*:\d+:\d+/);
      expect(peak - idle).toBeLessThan(MOST);
    },
    PATIENCE,
  );
});
