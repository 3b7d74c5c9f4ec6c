import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFName, StandardFonts } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { extractFiles } from '../../src/pdf/attach.js';
import { copyProfiles, dossier } from '../support/cli.js';
import { PROFILES, sharedFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
  expect((await dossier(folder, ['render'])).status).toBe(0);
});

describe('the profile in a PDF', () => {
  test('is the same file as the JSON Resume next to the résumé', async () => {
    const pdf = await readFile(join(folder, 'out', 'krish-arora', 'krish-arora.pdf'));
    const files = await extractFiles(pdf, 'x');
    expect(files).toMatchObject([{ name: 'krish-arora.json', type: 'application/json' }]);
    const beside = await readFile(join(folder, 'out', 'krish-arora', 'krish-arora.json'));
    expect(Buffer.compare(Buffer.from(files[0]?.bytes ?? []), beside)).toBe(0);
    const document = await PDFDocument.load(pdf);
    expect(String(document.catalog.lookup(PDFName.of('AF')))).toMatch(/\d+ 0 R/);
  });

  test('is extracted for each candidate of a packet and renders to the same résumé', async () => {
    const { status, out } = await dossier(folder, [
      'extract',
      'out/packets/backend-engineers.pdf',
      '--out',
      'again/profiles',
    ]);
    expect(status).toBe(0);
    expect(out.trim().split('\n')).toEqual(PROFILES.map((slug) => `again/profiles/${slug}.json`));
    expect((await dossier(join(folder, 'again'), ['render', '--format', 'txt'])).status).toBe(0);
    for (const slug of PROFILES) {
      const text = (base: string) => readFile(join(base, 'out', slug, `${slug}.txt`), 'utf8');
      expect(await text(join(folder, 'again'))).toBe(await text(folder));
    }
  });

  test('omits hidden parts unless --embed-source is given', async () => {
    const own = join(folder, 'hiding');
    await mkdir(join(own, 'profiles'), { recursive: true });
    const yaml = [
      'basics: { name: Ada }',
      'work: [{ name: Engine, tags: [one], highlights: [Wrote it] }]',
      'references: [{ name: Charles, reference: Confidential words }]',
      'meta: { sections: [{ id: references, hidden: true }] }',
    ];
    await writeFile(join(own, 'profiles', 'ada.yaml'), yaml.join('\n'));
    const carried = async (...args: string[]) => {
      expect((await dossier(own, ['render', '--format', 'pdf', ...args])).status).toBe(0);
      const [file] = await extractFiles(await readFile(join(own, 'out', 'ada', 'ada.pdf')), 'ada');
      return new TextDecoder().decode(file?.bytes);
    };
    expect(await carried()).not.toMatch(/Confidential|"one"/);
    expect(await carried('--embed-source')).toMatch(/Confidential[\s\S]*"one"|"one"[\s\S]*Confidential/);
  });

  test('gives different errors for a PDF without attachments and a file that is not a PDF', async () => {
    const bare = await PDFDocument.create();
    bare.addPage();
    await writeFile(join(folder, 'bare.pdf'), await bare.save());
    expect(await dossier(folder, ['extract', 'bare.pdf'])).toMatchObject({
      status: 1,
      err: 'bare.pdf has no attached files\n',
    });
    const none = await dossier(folder, ['extract', 'profiles/krish-arora.yaml']);
    expect(none).toMatchObject({ status: 1, err: expect.stringContaining('cannot be read as PDF') });
    expect((await dossier(folder, ['extract', 'gone.pdf'])).err).toContain('gone.pdf cannot be read');
  });
});

describe('the attachments of a candidate', () => {
  const packet = (attachment: string) =>
    `title: With certificate\ndate: 2026-11-16\nfront: { comparison: false, scorecards: false }\ncandidates:\n  - profile: krish-arora\n    attachments: [${attachment}]\n  - aryan-mishra\n`;
  const write = (name: string, attachment: string) =>
    writeFile(join(folder, 'profiles', 'packets', `${name}.yaml`), packet(attachment));

  test('are bound after the résumé, numbered and bookmarked, and removed contents are reported', async () => {
    const certificate = await PDFDocument.create();
    const page = certificate.addPage([400, 300]);
    page.drawText('Certificate of excellence', {
      x: 20,
      y: 200,
      font: await certificate.embedFont(StandardFonts.Helvetica),
    });
    certificate.addJavaScript('run', 'app.alert(1)');
    page.node.set(PDFName.of('AA'), certificate.context.obj({ O: { S: 'JavaScript', JS: 'x' } }));
    await writeFile(join(folder, 'profiles', 'packets', 'certificate.pdf'), await certificate.save());
    await write('with', '{ file: certificate.pdf, title: Certificate }');
    const { status, err } = await dossier(folder, ['packet', 'with']);
    expect(status).toBe(0);
    expect(err).toContain('left out of "Certificate": actions that run by themselves');
    expect(err).toContain('"Certificate" has no tags');
    const pdf = await readPdf(await readFile(join(folder, 'out', 'packets', 'with.pdf')));
    expect(pdf.pages[4]?.text).toMatch(/^Certificate of excellence ?Krish Arora 3\/3 3$/);
    expect(pdf.pages[5]?.text.startsWith('Aryan Mishra')).toBe(true);
    expect(pdf.pages[1]?.text).toMatch(/Aryan Mishra .* 4$/);
    const krish = pdf.outline.find((item) => item.title === 'Krish Arora');
    expect(krish?.items.at(-1)).toMatchObject({ title: 'Certificate', page: 4 });
  });

  test.each([
    ['gone.pdf', 'there is no file gone.pdf'],
    ['../krish-arora.yaml', '../krish-arora.yaml is not inside the folder of the packet files'],
  ])('fail for %s', async (file, message) => {
    await write('wrong', `{ file: ${file}, title: X }`);
    const { status, err } = await dossier(folder, ['packet', 'wrong']);
    expect(status).toBe(1);
    expect(err).toContain(message);
    expect(await readdir(join(folder, 'out', 'packets'))).not.toContain('wrong.pdf');
  });
});
