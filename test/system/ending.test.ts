import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CLI } from '../support/cli.js';
import { temporaryFolder } from '../support/paths.js';

const run = promisify(execFile);

test('exits explicitly, because code may still be compiling in the background', async () => {
  const folder = await temporaryFolder();
  const hook = join(folder, 'hook.cjs');
  await writeFile(
    hook,
    `const end = process.reallyExit;
process.reallyExit = (status) => {
  require('node:fs').writeSync(2, 'ended with ' + status);
  end.call(process, status);
};
`,
  );
  const start = (...args: string[]) =>
    run(process.execPath, ['--require', hook, CLI, ...args]).catch((error: unknown) => error);
  expect(await start('--version')).toMatchObject({ stderr: 'ended with 0' });
  expect(await start('no-such-command')).toMatchObject({ code: 2, stderr: expect.stringMatching(/ended with 2$/) });
});
