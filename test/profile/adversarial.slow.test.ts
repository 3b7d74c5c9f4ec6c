import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { pairs } from '../support/matrix.js';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('adversarial-child.mjs', import.meta.url));

/** The timeout after which the process is killed; not a measurement. A pattern in quadratic time takes far longer. */
const PATIENCE = 60_000;

const PIECES = ['a-', '[', '[a](', '](', 'aaa', '\\.', '- ', '*', '_', '<', '&', '`', 'a@', 'https://a.', '.', 'and '];

const STAGES = ['text', 'markdown', 'check', 'import'];

describe('200 kB of one repeated string', () => {
  test.each(pairs(PIECES, STAGES))(
    'pass, if the string is %j, the stage %s',
    async (piece, stage) => {
      const { stdout } = await run(process.execPath, [CHILD, piece, stage], {
        timeout: PATIENCE,
        killSignal: 'SIGKILL',
      });
      expect(stdout).toBe('done\n');
    },
    PATIENCE * 2,
  );
});
