import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { outsideExtractors } from '../../src/ats/extractors.js';
import { findProgram, runTextProgram, TEXT_PROGRAMS } from '../../src/ats/programs.js';
import { temporaryFolder } from '../support/paths.js';

const PDF = new TextEncoder().encode('%PDF-1.7 of a test');

/** Writes a program that npm does not install, as a script of Node.js. */
async function writeProgram(name: string, code: string): Promise<string> {
  const folder = await temporaryFolder();
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\n${code}`);
  await chmod(path, 0o755);
  return folder;
}

const environment = (PATH: string) => ({ env: { PATH }, platform: process.platform });

test('lists programs that are not on PATH as missing', async () => {
  const { extractors, missing } = await outsideExtractors(PDF, environment(''));
  expect(extractors).toEqual([]);
  expect(missing).toEqual(TEXT_PROGRAMS.map(({ name }) => name));
});

test('ignores folders of PATH that are relative, folders and files that cannot be run', async () => {
  const folder = await writeProgram('pdftotext', '');
  expect(await findProgram('pdftotext', environment(folder))).toBe(join(folder, 'pdftotext'));
  expect(await findProgram('pdftotext', environment(relative(process.cwd(), folder)))).toBeUndefined();
  await chmod(join(folder, 'pdftotext'), 0o644);
  expect(await findProgram('pdftotext', environment(folder))).toBeUndefined();
  await mkdir(join(folder, 'mutool'));
  expect(await findProgram('mutool', environment(folder))).toBeUndefined();
});

test('passes a private copy of the PDF to a program, without a shell, and removes it', async () => {
  const code = `const fs = require('fs'); const path = process.argv.find((each) => each.endsWith('.pdf'));
    console.log(fs.readFileSync(path, 'utf8'), (fs.statSync(path).mode & 0o077) === 0, process.argv.slice(2).length);`;
  const folder = await writeProgram('pdftotext', code);
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('dossier-ats-'));
  const { extractors } = await outsideExtractors(PDF, environment(folder));
  expect(extractors.map(({ name }) => name)).toEqual(['pdftotext -raw', 'pdftotext', 'pdftotext -layout']);
  expect((await extractors[0]?.read())?.trim()).toBe('%PDF-1.7 of a test true 5');
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('dossier-ats-'))).toEqual(before);
});

test('reports a program that fails', async () => {
  const folder = await writeProgram('mutool', 'process.exit(3)');
  const program = TEXT_PROGRAMS.find((each) => each.program === 'mutool');
  if (!program) throw new Error('mutool is not listed');
  await expect(runTextProgram(program, join(folder, 'mutool'), PDF, environment(folder))).rejects.toMatchObject({
    code: 'PDF_INVALID',
    message: 'mutool draw -F txt cannot read the PDF',
  });
});
