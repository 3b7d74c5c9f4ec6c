import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkUa } from '../../src/pdf/ua/check.js';
import { dossier, readManifest } from '../support/cli.js';
import { sample } from '../support/matrix.js';
import { ROOT, TEMPLATES, temporaryFolder } from '../support/paths.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { structureFaults } from '../support/structure.js';

const NAME = 'ada-lovelace.letter.royal-society';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  await copyFile(
    join(ROOT, 'test', 'fixtures', 'letters', 'ada-lovelace.yaml'),
    join(folder, 'profiles', 'ada-lovelace.yaml'),
  );
});

const file = (...path: string[]) => readFile(join(folder, ...path));

describe('--letter', () => {
  test('writes letters next to the résumé in the same formats, and reuses them', async () => {
    expect((await dossier(folder, ['render', '--letter', 'all', '--template', 'classic'])).status).toBe(0);
    const made = (await readdir(join(folder, 'out', 'ada-lovelace'))).filter((name) => name.startsWith(NAME));
    expect(made.sort()).toEqual(expect.arrayContaining(['html', 'md', 'pdf', 'txt'].map((end) => `${NAME}.${end}`)));
    expect(made).not.toContain(`${NAME}.json`);
    const manifest = await readManifest(join(folder, 'out'));
    expect(manifest.find(({ path }) => path.endsWith(`${NAME}.pdf`))).toMatchObject({
      profile: 'ada-lovelace',
      variant: 'letter.royal-society',
      pages: 1,
    });
    const again = await dossier(folder, ['render', '--letter', 'all', '--template', 'classic', '--json']);
    expect(JSON.parse(again.out).written).toEqual([]);
    // Letters are never on the download page.
    const cards = (await file('out', 'assets', 'candidates.js')).toString();
    expect(cards).toContain('ada-lovelace.pdf');
    expect(cards).not.toContain('letter');
    // The files of a deleted letter are removed.
    const text = (await file('profiles', 'ada-lovelace.yaml')).toString();
    await writeFile(join(folder, 'profiles', 'ada-lovelace.yaml'), text.replace(/^letters:[\s\S]*$/m, ''));
    expect((await dossier(folder, ['render'])).status).toBe(0);
    expect((await readdir(join(folder, 'out', 'ada-lovelace'))).filter((name) => name.includes('letter'))).toEqual([]);
  });

  test.each(sample(TEMPLATES, 2))(
    'in the %s template is in reading order, accessible and one page long',
    async (template) => {
      const render = ['render', 'ada-lovelace', '--letter', 'royal-society', '--template', template, '--format', 'pdf'];
      expect((await dossier(folder, render)).status).toBe(0);
      const bytes = await file('out', 'ada-lovelace', `${NAME}.pdf`);
      const pdf = await readPdf(bytes);
      expect(pdf.pages).toHaveLength(1);
      expect(pdf.title).toBe('Ada Lovelace – Analyst of engines');
      const [page] = pdf.pages;
      const parts = ['Ada Lovelace', 'The Royal Society', 'November 16, 2026', 'Programmer for the Difference Engine'];
      const rest = [
        'Dear Ms Somerville,',
        'Analytical Engine',
        'patience with brass',
        'Yours sincerely,',
        'Enclosures',
      ];
      const places = [...parts, ...rest].map((part) => page?.text.indexOf(part) ?? -1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(page?.links.map(({ url }) => url)).toContain('https://example.com/letters');
      expect(page?.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'L', 'LI', 'P']));
      expect(await structureFaults(bytes)).toEqual([]);
      expect(await checkUa(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
      expect(await checkWithQpdf(bytes)).toBe(0);
    },
  );

  test('uses the headline and style of its variant, and its own text and signature', async () => {
    expect((await dossier(folder, ['render', '--letter', 'brief', '--format', 'txt'])).status).toBe(0);
    const text = (await file('out', 'ada-lovelace', 'ada-lovelace.letter.brief.txt')).toString();
    expect(text).toContain('Ada Lovelace\nProgrammer\n');
    expect(text).toMatch(/Nov 2026\n\nPlease find my résumé enclosed\.\n\nBest wishes,\nA\. A\. L\.\n$/);
  });

  test('reports a letter that no profile has and suggests a similar one', async () => {
    const unknown = await dossier(folder, ['render', '--letter', 'royal-socety', '--format', 'txt']);
    expect(unknown).toMatchObject({ status: 2 });
    expect(unknown.err).toContain('no profile has the letter "royal-socety"\n    did you mean royal-society?');
    const named = await dossier(folder, ['render', 'ada-lovelace', '--letter', 'x', '--format', 'txt']);
    expect(named.err).toContain('the profile has no letter "x"');
  });
});

describe('a packet', () => {
  const write = (text: string) => writeFile(join(folder, 'profiles', 'packets', 'programmers.yaml'), text);

  test('binds letters after the résumé', async () => {
    await write('title: Programmers\ncandidates: [{ profile: ada-lovelace, letters: [royal-society] }]\n');
    const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
    expect(status).toBe(0);
    // Letters are tagged like the résumé, so the packet conforms to PDF/UA too.
    expect(err).not.toContain('PDF/UA');
    const pdf = await readPdf(await file('out', 'packets', 'programmers.pdf'));
    // The scorecard is the last page.
    expect(pdf.pages.at(-2)?.text).toContain('Dear Ms Somerville,');
    const all = pdf.outline.flatMap(({ title, items }) => [title, ...items.map((item) => item.title)]);
    expect(all.join('|')).toContain('Programmer for the Difference Engine, reference DE-7');
    // Only the packet asked for the letter.
    expect((await readdir(join(folder, 'out', 'ada-lovelace'))).sort()).toEqual(['ada-lovelace.pdf']);
    expect(JSON.parse((await dossier(folder, ['render', '--format', 'pdf', '--json'])).out).written).toEqual([]);
    const text = (await file('profiles', 'ada-lovelace.yaml')).toString();
    await writeFile(join(folder, 'profiles', 'ada-lovelace.yaml'), text.replace('in January', 'in March'));
    const changed = JSON.parse((await dossier(folder, ['render', '--format', 'pdf', '--json'])).out);
    expect(changed.written.map(({ path }: { path: string }) => path)).toContain('packets/programmers.pdf');
    expect((await readPdf(await file('out', 'packets', 'programmers.pdf'))).pages.at(-2)?.text).toContain('in March');
  });

  test('reports a missing letter, and a letter in a blind packet, at its place', async () => {
    await write('title: P\ncandidates:\n  - { profile: ada-lovelace, letters: [royal] }\n');
    const unknown = await dossier(folder, ['render', '--format', 'pdf']);
    expect(unknown).toMatchObject({ status: 1 });
    expect(unknown.err).toMatch(
      /packets\/programmers\.yaml:3:\d+: error: ada-lovelace: the profile has no letter "royal"/,
    );
    await write('title: P\nblind: true\ncandidates:\n  - { profile: ada-lovelace, letters: [royal-society] }\n');
    const blind = await dossier(folder, ['render', '--format', 'pdf']);
    expect(blind).toMatchObject({ status: 1 });
    expect(blind.err).toContain('a letter of ada-lovelace identifies the candidate');
  });
});
