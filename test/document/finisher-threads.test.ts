import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PDFDocument } from 'pdf-lib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FinisherThreads, finisher } from '../../src/document/finisher.js';
import { DossierError } from '../../src/errors.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const PROGRAM = join(ROOT, 'dist', 'finisher.js');
const INFO = { title: 'Ada', lang: 'en', creator: 'Dossier test' };

async function print(pages: number) {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page++) document.addPage([300, 400]).drawText(`page ${page}`);
  return { pdf: await document.save(), name: 'ada', headings: [] };
}

test('a thread produces the same bytes and measurements as the main thread', async () => {
  await using threads = new FinisherThreads(PROGRAM, 2);
  const prints = await Promise.all([1, 2, 3, 4].map(print));
  const files = [{ name: 'ada.json', bytes: new TextEncoder().encode('{}'), type: 'application/json' }];
  const there = await Promise.all(prints.map((one) => threads.finish(one, INFO, files)));
  const here = await Promise.all(prints.map((one) => finisher.finish(one, INFO, files)));
  expect(there.map(({ pages }) => pages)).toEqual([1, 2, 3, 4]);
  expect(there.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual(
    here.map(({ bytes }) => Buffer.from(bytes).toString('latin1')),
  );
  const [first] = prints;
  if (first) expect(await threads.measure(first)).toEqual(await finisher.measure(first));
});

test('a thread reports the same error for a damaged document', async () => {
  await using threads = new FinisherThreads(PROGRAM, 1);
  const damaged = { pdf: new TextEncoder().encode('no PDF at all'), name: 'ada', headings: [] };
  const error = await threads.measure(damaged).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DossierError);
  expect(error).toMatchObject({ code: 'PDF_INVALID', message: 'ada cannot be read as PDF' });
  expect((error as DossierError).hint).toContain('save it again');
  const whole = await print(1);
  expect((await threads.finish(whole, INFO, [])).pages).toBe(1);
});

test('a thread that dies fails its task and is replaced', async () => {
  const folder = await temporaryFolder();
  const once = join(folder, 'once.mjs');
  // Dies at its first task and completes the next one, as a thread that ran out of memory does.
  await writeFile(
    once,
    `import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message === 'end') return parentPort.close();
  const { id } = message;
  if (existsSync(${JSON.stringify(join(folder, 'died'))})) return parentPort.postMessage({ id, value: { lowest: [] } });
  writeFileSync(${JSON.stringify(join(folder, 'died'))}, '');
  throw new Error('no memory');
});
`,
  );
  await using threads = new FinisherThreads(once, 1);
  const one = await print(1);
  await expect(threads.measure(one)).rejects.toThrow('no memory');
  expect(await threads.measure(one)).toEqual({ lowest: [] });
});

test('closing rejects pending tasks as aborted', async () => {
  const threads = new FinisherThreads(PROGRAM, 1);
  const waiting = threads.measure(await print(1));
  waiting.catch(() => undefined);
  await threads[Symbol.asyncDispose]();
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
  await expect(threads.measure(await print(1))).rejects.toMatchObject({ code: 'ABORTED' });
});

test('closing lets threads finish, and terminates only those that hang', async () => {
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => terminate.mockRestore());
  const idle = new FinisherThreads(PROGRAM, 1);
  await idle.measure(await print(1));
  await idle[Symbol.asyncDispose]();
  // A thread that is still loading as well.
  const fresh = new FinisherThreads(PROGRAM, 1);
  fresh.warm();
  await fresh[Symbol.asyncDispose]();
  expect(terminate).not.toHaveBeenCalled();
  // A task in progress finishes soon.
  const busy = new FinisherThreads(PROGRAM, 1, 60_000);
  const waiting = busy.measure(await print(1));
  waiting.catch(() => undefined);
  await busy[Symbol.asyncDispose]();
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
  expect(terminate).not.toHaveBeenCalled();
  const folder = await temporaryFolder();
  const deaf = join(folder, 'deaf.mjs');
  await writeFile(
    deaf,
    "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => undefined);\n",
  );
  const hanging = new FinisherThreads(deaf, 1);
  hanging.measure(await print(1)).catch(() => undefined);
  await hanging[Symbol.asyncDispose]();
  expect(terminate).toHaveBeenCalledTimes(1);
});
