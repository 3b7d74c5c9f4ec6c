import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addOutputIntent } from '../../../src/pdf/archive/srgb.js';
import { attachFiles } from '../../../src/pdf/attach.js';
import { saveStable, setXmp } from '../../../src/pdf/metadata.js';
import { descendants, readElements, writeElements } from '../../../src/pdf/structure/elements.js';
import { requireThat } from '../../support/outside.js';
import { temporaryFolder } from '../../support/paths.js';
import { findJar } from '../../support/readers.js';
import { type Flavour, judge } from '../../support/verapdf.js';
import { soundPdf, soundPdf2, type Tagged } from '../tagged.js';
import { DAMAGES as UA_DAMAGES } from '../ua/damages.js';
import { DAMAGES } from './damages.js';
import { conditionsIn, damageIn2 } from './damages-in-2.js';
import { ARCHIVE_VERDICTS, UA_VERDICTS, type Verdict } from './verdicts.js';
import { ARCHIVE_VERDICTS_2, UA_VERDICTS_2 } from './verdicts-2.js';

const INFO = { title: 'Title', lang: 'en', creator: 'Dossier' };

const FILE = { name: 'a.txt', bytes: new TextEncoder().encode('A'), type: 'text/plain', description: 'A file' };

/** Makes a document that claims PDF/A-3a and PDF/UA-1. */
async function claimOld(): Promise<Tagged> {
  const tagged = await soundPdf();
  setXmp(tagged.document, INFO, 'a-3a');
  addOutputIntent(tagged.document);
  return tagged;
}

/** Makes a document that claims PDF/A-4f and PDF/UA-2. */
async function claimNew(): Promise<Tagged> {
  const tagged = await soundPdf2();
  setXmp(tagged.document, INFO, 'a-4f');
  addOutputIntent(tagged.document);
  attachFiles(tagged.document, [FILE]);
  return tagged;
}

/** Writes a document with a change. */
async function write(folder: string, name: string, tagged: Tagged, damage: (tagged: Tagged) => void): Promise<string> {
  const { document } = tagged;
  damage(tagged);
  // The documents of the fast tests have no parent tree, which those checks do not read.
  const root = readElements(document);
  if (root) writeElements(document, root, [...descendants(root)]);
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, await saveStable(document));
  return file;
}

async function verdicts(jar: string, flavour: Flavour, damages: Readonly<Record<string, (tagged: Tagged) => void>>) {
  const folder = await temporaryFolder();
  const files: string[] = [];
  for (const [name, damage] of Object.entries({ sound: () => undefined, ...damages }))
    files.push(
      await write(folder, name, await (flavour.endsWith('1') || flavour === '3a' ? claimOld() : claimNew()), damage),
    );
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
  const all = [ARCHIVE_VERDICTS, UA_VERDICTS, ARCHIVE_VERDICTS_2, UA_VERDICTS_2].flatMap(Object.values<Verdict>);
  expect(all.filter(({ tests, why }) => tests.length === 0 && !why)).toEqual([]);
});

test('veraPDF finds the same faults in documents damaged against PDF/UA-1', { timeout: 600_000 }, async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  const expected = Object.fromEntries(Object.entries(UA_VERDICTS).map(([name, { tests }]) => [name, tests]));
  expect(Object.keys(expected)).toEqual(Object.keys(UA_DAMAGES));
  expect(await verdicts(jar ?? '', 'ua1', UA_DAMAGES)).toEqual({ sound: [], ...expected });
});

for (const [title, standard, flavour, differing] of [
  ['PDF/UA-2', 'ua-2', 'ua2', UA_VERDICTS_2],
  ['PDF/A-4f', 'a-4f', '4f', ARCHIVE_VERDICTS_2],
] as const)
  test(`veraPDF finds the same faults in documents damaged against ${title}`, {
    timeout: 600_000,
  }, async (context) => {
    const jar = findJar('greenfield-apps');
    requireThat(context, jar !== undefined, 'veraPDF is not installed');
    const conditions = conditionsIn(standard);
    const damages = Object.fromEntries(conditions.map(([condition]) => [condition, damageIn2(condition)]));
    const expected = conditions.map(([condition, clause]) => [condition, differing[condition]?.tests ?? [clause]]);
    expect(await verdicts(jar ?? '', flavour, damages)).toEqual({ sound: [], ...Object.fromEntries(expected) });
  });
