import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { treeText } from '../../src/pdf/structure/tree-text.js';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { ROOT } from '../support/paths.js';

async function textOf(name: string): Promise<string[]> {
  const document = await openPdf(await readFile(join(ROOT, 'test', 'fixtures', 'pdf', name)), name);
  return treeText(document).split('\n');
}

test('reads a résumé with a line for each block, and tabs for painted separators', async () => {
  const lines = await textOf('resume.pdf');
  expect(lines.slice(0, 2)).toEqual(['Qname Qsurname', 'Qlabel']);
  expect(lines).toContain('Qemployer\tQworkplace\tQdescription');
  expect(lines.some((line) => /^•\s+Qworkbullet$/.test(line))).toBe(true);
});

test('reads words that are parts of a line on that line', async () => {
  expect(await textOf('print.pdf')).toContain('Jane Example has passed.');
});

test('reads nothing in a PDF without a structure tree', async () => {
  expect(await textOf('link-pa-javascript.pdf')).toEqual(['']);
});
