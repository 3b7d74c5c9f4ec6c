import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyProfiles, dossier, readManifest } from '../support/cli.js';
import { pairs } from '../support/matrix.js';
import { PROFILES, ROOT, sharedFolder, TEMPLATES } from '../support/paths.js';

interface Report {
  lowest: number;
  extractors: { name: string; isInstalled: boolean; recall: number; losses: unknown[] }[];
}

/** The extractors that every machine has and that see words and reading order: those of `--ats-gate`. */
const OWN = ['pdf.js', 'structure tree'];

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
  // A style that spaces letters out: programs read each letter as a word.
  await cp(join(ROOT, 'templates', 'classic'), join(folder, 'templates', 'spaced'), { recursive: true });
  await appendFile(join(folder, 'templates', 'spaced', 'style.css'), '\n.title, .bullets { letter-spacing: 0.5em; }\n');
});

describe('dossier ats', () => {
  // Each profile is read in each template in test/pdf/readers.browser.test.ts.
  test.each(pairs(TEMPLATES, PROFILES))(
    'finds the fields of a PDF in the template %s of %s',
    async (template, slug) => {
      const { status, out } = await dossier(folder, ['ats', slug, '--template', template, '--json'], { PATH: '' });
      expect(status).toBe(0);
      const { extractors } = JSON.parse(out) as Report;
      const own = extractors.filter(({ name }) => OWN.includes(name));
      expect(own.map(({ name }) => name)).toEqual(OWN);
      for (const { name, recall, losses } of own)
        expect({ slug, name, losses, ok: recall >= 0.98 }).toMatchObject({ ok: true });
    },
  );

  test('reads a PDF against its profile, and lists programs that are not installed', async () => {
    expect((await dossier(folder, ['render', 'krish-arora', '--format', 'pdf', '--quiet'])).status).toBe(0);
    const pdf = 'out/krish-arora/krish-arora.pdf';
    const args = ['ats', pdf, '--against', 'krish-arora', '--html', 'ats.html', '--gate', '0.98'];
    const { status, out } = await dossier(folder, args, { PATH: '' });
    expect(status).toBe(0);
    expect(out).toContain('structure tree: recall 1.000');
    expect(out).toContain('not installed: pdftotext -raw, pdftotext, pdftotext -layout, mutool draw -F txt');
    expect(await readFile(join(folder, 'ats.html'), 'utf8')).toContain('✓ as printed');
  });

  test('exits with status 1 if an extractor finds less than --gate asks for', async () => {
    const pdf = 'out/krish-arora/krish-arora.pdf';
    const { status, out, err } = await dossier(folder, ['ats', pdf, '--against', 'aryan-mishra', '--gate', '0.98']);
    expect(status).toBe(1);
    expect(err).toMatch(/krish-arora\.pdf: error: .* finds less than --gate asks for: 0\.\d+ < 0\.98/);
    expect(out).toContain('expected: Aryan Mishra\n    read:     Krish Arora');
  });

  test('explains its mistakes', async () => {
    const errorOf = async (...args: string[]) => (await dossier(folder, ['ats', ...args])).err;
    expect(await errorOf('out/krish-arora/krish-arora.pdf')).toContain('a PDF needs the profile');
    expect(await errorOf('missing.pdf', '--against', 'krish-arora')).toContain('missing.pdf cannot be read');
    expect(await errorOf('krish-arora', '--gate', '98')).toContain('write a number from 0 to 1');
    await writeFile(join(folder, 'not.pdf'), 'no PDF');
    expect(await errorOf('not.pdf', '--against', 'krish-arora')).toContain('not.pdf');
  });
});

describe('render --ats-gate', () => {
  const GATE = ['--ats-gate', '0.98'];
  const render = (...args: string[]) => dossier(folder, ['render', ...args, '--format', 'pdf', '--out', 'gated']);
  const digests = async () => (await readManifest(join(folder, 'gated'))).map(({ path, sha256 }) => [path, sha256]);

  test('fails the profile that is not read, and makes the others', async () => {
    const path = join(folder, 'profiles', 'krish-arora.yaml');
    const profile = await readFile(path, 'utf8');
    await writeFile(path, profile.replace(/^ {2}template: \S+/m, '  template: spaced'));
    const { status, err } = await render(...GATE, 'krish-arora', 'aryan-mishra');
    await writeFile(path, profile);
    expect(status).toBe(1);
    expect(err).toMatch(/profiles\/krish-arora\.yaml: error: pdf\.js reads \d+ of \d+ fields of the résumé/);
    expect(err).toMatch(/lost: (title|bullet) of /);
    const made = (await readManifest(join(folder, 'gated'))).map(({ path }) => path);
    expect(made).toContain('aryan-mishra/aryan-mishra.pdf');
    expect(made).not.toContain('krish-arora/krish-arora.pdf');
  });

  test('judges files that are up to date, prints nothing again and changes no file', async () => {
    const args = ['krish-arora', '--template', 'spaced'];
    expect((await render(...args)).status).toBe(0);
    const before = await digests();
    const gated = await render(...args, ...GATE, '--explain');
    expect(gated.status).toBe(1);
    expect(gated.err).toContain('krish-arora.yaml is up to date');
    expect(gated.err).toContain('pdf.js reads');
    expect(await digests()).toEqual(before);
    expect((await render(...args)).status).toBe(0);
    expect((await render(...args, '--ats-gate', '0')).status).toBe(0);
  });

  test('fails a packet with a résumé that is made only for it and is not read', async () => {
    const file = join(folder, 'profiles', 'packets', 'spaced.yaml');
    await writeFile(file, 'title: Spaced\ncandidates: [{ profile: krish-arora, template: spaced }]\n');
    const args = ['render', 'krish-arora', '--format', 'pdf', '--out', 'bound'];
    const gated = await dossier(folder, [...args, ...GATE]);
    const made = (await readManifest(join(folder, 'bound'))).map(({ path }) => path);
    const open = await dossier(folder, args);
    await rm(file);
    expect(gated.status).toBe(1);
    expect(gated.err).toMatch(/pdf\.js reads \d+ of \d+ fields of the résumé/);
    expect(made).toContain('krish-arora/krish-arora.pdf');
    expect(made).not.toContain('packets/spaced.pdf');
    expect(open).toMatchObject({ status: 0 });
  });

  test('refuses a run without PDFs', async () => {
    const { status, err } = await dossier(folder, ['render', '--format', 'txt', ...GATE]);
    expect([status, err]).toEqual([2, expect.stringContaining('--ats-gate reads PDFs')]);
  });
});
