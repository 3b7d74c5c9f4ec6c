import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('adversarial-child.mjs', import.meta.url));

/** The timeout after which the process is killed; not a measurement. A pattern in quadratic time takes far longer. */
const PATIENCE = 60_000;

const PIECES = ['a-', '[', '[a](', '](', 'aaa', '\\.', '- ', '*', '_', '<', '&', '`', 'a@', 'https://a.', '.', 'and '];

describe.each(['text', 'markdown', 'check', 'import'])('200 kB of one repeated string pass the stage %s', (stage) => {
  test.each(PIECES)(
    'if the string is %j',
    async (piece) => {
      const { stdout } = await run(process.execPath, [CHILD, piece, stage], {
        timeout: PATIENCE,
        killSignal: 'SIGKILL',
      });
      expect(stdout).toBe('done\n');
    },
    PATIENCE * 2,
  );
});
