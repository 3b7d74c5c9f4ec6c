import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatError } from '../../../src/errors.js';
import { ImporterThreads } from '../../../src/import/importer.js';
import { rejectionOf } from '../../profile/support.js';
import { temporaryFolder } from '../../support/paths.js';

/** A thread that never ends the first task that it is given for a file named "endless". */
const PROGRAM = `import { parentPort } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message === 'end') return parentPort.close();
  while (message.args[1] === 'endless.pdf');
  parentPort.postMessage({ id: message.id, value: [] });
});
`;

test('a file that takes without end is an error, and the others are read', async () => {
  const program = join(await temporaryFolder(), 'thread.mjs');
  await writeFile(program, PROGRAM);
  await using threads = new ImporterThreads(program, 2, 400);
  const read = (file: string) => threads.read(new Uint8Array(), file, {});
  const [error, ...others] = await Promise.all([rejectionOf(read('endless.pdf')), read('a.pdf')]);
  expect(formatError(error)).toContain('endless.pdf: error: the file takes too long to read');
  expect(others).toEqual([[]]);
  expect(await Promise.all(['b.pdf', 'c.pdf', 'd.pdf'].map(read))).toEqual([[], [], []]);
});
