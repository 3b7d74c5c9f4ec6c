import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { CLI } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const run = promisify(execFile);

// V8 compiles late and takes memory at all times: what is still compiled when Node has forgotten for whom ends in an
// abort that is rare otherwise.
const STRESS = ['--stress-concurrent-allocation', '--concurrent-recompilation-delay=20'];

test('threads end without bringing the process down, whatever V8 still compiles for them', {
  timeout: 120_000,
}, async () => {
  const folder = await temporaryFolder();
  const script = join(folder, 'rounds.mjs');
  await writeFile(
    script,
    `import { rmSync } from 'node:fs';
const [, , threads, program, pdf] = process.argv;
const { FinisherThreads } = await import(threads);
const print = { pdf: Buffer.from(pdf, 'base64'), name: 'ada', headings: [] };
for (let round = 0; round < 8; round += 1) {
  // Some leave code behind, and the others find it.
  if (round % 2 === 0) rmSync(process.env.XDG_CACHE_HOME, { recursive: true, force: true });
  const all = new FinisherThreads(program, 1);
  for (let task = 0; task <= round; task += 1) await all.finish(print, { title: 'Ada', lang: 'en', creator: 'test' }, []);
  await all[Symbol.asyncDispose]();
}
process.exit(0);
`,
  );
  const document = await PDFDocument.create();
  for (let page = 0; page < 5; page += 1) document.addPage([300, 400]).drawText(`page ${page}`);
  const dist = (...names: string[]) => join(ROOT, 'dist', ...names);
  const args = [script, dist('resume', 'finisher-threads.js'), dist('finisher.js'), await document.saveAsBase64()];
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  for (let time = 0; time < 4; time += 1)
    expect(await run(process.execPath, [...STRESS, ...args], { env })).toEqual({ stdout: '', stderr: '' });
});

test('the program ends by name, since what runs as it ends may still be compiled', async () => {
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
