import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addOutputIntent } from '../../../src/pdf/archive/srgb.js';
import { saveStable, setXmp } from '../../../src/pdf/metadata.js';
import { descendants, readElements, writeElements } from '../../../src/pdf/structure/elements.js';
import { requireThat } from '../../support/outside.js';
import { temporaryFolder } from '../../support/paths.js';
import { findJar } from '../../support/readers.js';
import { judge } from '../../support/verapdf.js';
import { soundPdf, type Tagged } from '../tagged.js';
import { DAMAGES as UA_DAMAGES } from '../ua/damages.js';
import { DAMAGES } from './damages.js';
import { ARCHIVE_VERDICTS, UA_VERDICTS } from './verdicts.js';

const INFO = { title: 'Title', lang: 'en', creator: 'Dossier' };

/** Writes a document that claims PDF/A-3a and PDF/UA-1, with a change. */
async function write(folder: string, name: string, damage: (tagged: Tagged) => void): Promise<string> {
  const tagged = await soundPdf();
  const { document } = tagged;
  setXmp(document, INFO, 'a-3a');
  addOutputIntent(document);
  damage(tagged);
  // The documents of the fast tests have no parent tree, which those checks do not read.
  const root = readElements(document);
  if (root) writeElements(document, root, [...descendants(root)]);
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, await saveStable(document));
  return file;
}

async function verdicts(
  jar: string,
  flavour: 'ua1' | '3a',
  damages: Readonly<Record<string, (tagged: Tagged) => void>>,
) {
  const folder = await temporaryFolder();
  const files: string[] = [];
  for (const [name, damage] of Object.entries({ sound: () => undefined, ...damages }))
    files.push(await write(folder, name, damage));
  const found = await judge(jar, flavour, files);
  return Object.fromEntries(['sound', ...Object.keys(damages)].map((name, index) => [name, found[index] ?? []]));
}

test('veraPDF finds the same faults in documents damaged against PDF/A-3a', { timeout: 600_000 }, async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  const expected = Object.fromEntries(
    Object.keys(DAMAGES).map((name) => [name, ARCHIVE_VERDICTS[name]?.tests ?? [name]]),
  );
  expect(await verdicts(jar ?? '', '3a', DAMAGES)).toEqual({ sound: [], ...expected });
});

test('each fault that veraPDF does not find has a reason', () => {
  const all = Object.values({ ...ARCHIVE_VERDICTS, ...UA_VERDICTS });
  expect(all.filter(({ tests, why }) => tests.length === 0 && !why)).toEqual([]);
});

test('veraPDF finds the same faults in documents damaged against PDF/UA-1', { timeout: 600_000 }, async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  const expected = Object.fromEntries(Object.entries(UA_VERDICTS).map(([name, { tests }]) => [name, tests]));
  expect(Object.keys(expected)).toEqual(Object.keys(UA_DAMAGES));
  expect(await verdicts(jar ?? '', 'ua1', UA_DAMAGES)).toEqual({ sound: [], ...expected });
});
