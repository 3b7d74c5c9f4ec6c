import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bindPacket, createRenderer, type Renderer, renderProfile } from '../../src/index.js';
import { ROOT } from '../support/paths.js';
import { checkWithQpdf, readPdf, writeWithQpdf } from '../support/pdf.js';

const ADA = {
  content: 'basics: { name: Ada Lovelace, label: Analyst }\nskills: [{ name: Mathematics }]\n',
  file: 'ada.yaml',
};
const BOB = { profile: { basics: { name: 'Bob Example' }, skills: [{ name: 'Rust' }] } };

let renderer: Renderer;
beforeAll(async () => {
  renderer = await createRenderer({ date: '2026-11-16' });
});
afterAll(() => renderer.close());

describe('renderProfile', () => {
  test('returns each format as bytes with its name and MIME type', async () => {
    const { title, template, artifacts, warnings } = await renderProfile(ADA, {
      renderer,
      template: 'modern',
      formats: ['pdf', 'txt', 'docx', 'png'],
    });
    expect({ title, template, warnings }).toEqual({
      title: 'Ada Lovelace – Analyst',
      template: 'modern',
      warnings: [],
    });
    expect(artifacts.map(({ name, type, format }) => [name, type, format])).toEqual([
      ['ada.pdf', 'application/pdf', 'pdf'],
      ['ada.png', 'image/png', 'png'],
      ['ada.txt', 'text/plain; charset=utf-8', 'txt'],
      ['ada.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
    ]);
    const [pdf, , txt] = artifacts;
    expect((await readPdf(pdf?.bytes ?? new Uint8Array())).pages[0]?.text).toContain('Ada Lovelace');
    expect(new TextDecoder().decode(txt?.bytes)).toContain('Mathematics');
  });

  test('gives the same bytes twice', async () => {
    const render = async () => (await renderProfile(ADA, { renderer, formats: ['pdf'] })).artifacts[0]?.bytes;
    expect(await render()).toEqual(await render());
  });

  test('merges private details, and renders a variant and a letter', async () => {
    const source = {
      content:
        'basics: { name: Ada }\nwork: [{ name: Engines, tags: [short] }, { name: Looms, tags: [long] }]\nvariants: { short: { include: [short] } }\n',
      file: 'ada.yaml',
    };
    const details = {
      content: 'basics: { phone: "+1 202-555-0199" }\nletters: { one: { salutation: Dear, body: Hello } }\n',
      file: 'private.yaml',
    };
    const text = async (options: object) => {
      const { artifacts } = await renderProfile(source, { renderer, formats: ['txt'], details, ...options });
      return [artifacts[0]?.name, new TextDecoder().decode(artifacts[0]?.bytes)] as const;
    };
    expect(await text({})).toEqual(['ada.txt', expect.stringContaining('202-555-0199')]);
    const [name, variant] = await text({ variant: 'short' });
    expect([name, variant.includes('Engines'), variant.includes('Looms')]).toEqual(['ada.short.txt', true, false]);
    expect(await text({ letter: 'one' })).toEqual(['ada.letter.one.txt', expect.stringContaining('Hello')]);
  });

  test('reads pictures only from the folder of the source', async () => {
    const path = join(ROOT, 'profiles', 'krish-arora.yaml');
    expect((await renderProfile(path, { renderer, formats: ['txt'] })).artifacts[0]?.name).toBe('krish-arora.txt');
    const outside = {
      content: 'basics: { name: Ada, image: ../ada.png }',
      file: 'ada.yaml',
      folder: join(ROOT, 'profiles'),
    };
    const { warnings } = await renderProfile(outside, { renderer, formats: ['txt'] });
    expect(warnings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('left out') }]);
  });

  test('reads no picture file without a folder, uses pictures in data: addresses, and warns about a missing name', async () => {
    const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const html = async (basics: object) => {
      const { artifacts, warnings } = await renderProfile({ profile: { basics } }, { renderer, formats: ['html'] });
      return { text: new TextDecoder().decode(artifacts[0]?.bytes), warnings: warnings.map(({ message }) => message) };
    };
    expect(await html({ name: 'Ada', image: 'ada.png' })).toMatchObject({
      warnings: ['the picture "ada.png" is left out: the profile has no folder from which it could be read'],
    });
    const shown = await html({ name: 'Ada', image: pixel });
    expect([shown.warnings, shown.text.includes('data:image/gif')]).toEqual([[], true]);
    expect((await html({ label: 'Analyst' })).warnings).toEqual(['the profile has no name']);
  });

  test('rejects pending and later calls with ABORTED once its signal is aborted', async () => {
    const stop = new AbortController();
    const own = await createRenderer({ signal: stop.signal });
    const pending = renderProfile(BOB, { renderer: own, formats: ['pdf'] });
    stop.abort();
    await expect(pending).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(renderProfile(BOB, { renderer: own, formats: ['pdf'] })).rejects.toMatchObject({ code: 'ABORTED' });
    await own.close();
  });

  test.each([
    ['an unknown template', { template: 'clasic' }, 'TEMPLATE_UNKNOWN', /classic/],
    ['an unknown variant', { variant: 'long' }, 'PROFILE_INVALID', /./],
  ])('rejects %s with a code and a hint', async (_, options, code, hint) => {
    const error = await renderProfile(ADA, { renderer, ...options }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DossierError', code, hint: expect.stringMatching(hint) });
  });

  test('works without a renderer, and rejects after the renderer was closed', async () => {
    expect((await renderProfile(BOB, { formats: ['pdf'] })).artifacts[0]).toMatchObject({
      name: 'profile.pdf',
      pages: 1,
    });
    const closed = await createRenderer();
    await closed.close();
    await expect(renderProfile(BOB, { renderer: closed, formats: ['pdf'] })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('a renderer works with await using', async () => {
    let own: Renderer;
    {
      await using made = await createRenderer();
      own = made;
      expect((await renderProfile(BOB, { renderer: made, formats: ['pdf'] })).artifacts).toHaveLength(1);
    }
    await expect(renderProfile(BOB, { renderer: own, formats: ['pdf'] })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

async function foreignPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  document.addPage().drawText('Carol from elsewhere', { font, x: 50, y: 700 });
  return document.save();
}

describe('bindPacket', () => {
  test('binds profiles, PDFs that Dossier made, and PDFs from elsewhere', async () => {
    const made = await renderProfile(BOB, { renderer, formats: ['pdf'] });
    const pdf = made.artifacts[0]?.bytes ?? new Uint8Array();
    const attachments = [{ title: 'Certificate', pdf: await foreignPdf() }];
    const packet = await bindPacket(
      [{ source: ADA, attachments }, { pdf }, { pdf: await foreignPdf(), name: 'Carol Elsewhere', label: 'Engineer' }],
      { renderer, title: 'Analysts', date: '2026-11-16', criteria: ['Logic'] },
    );
    expect(packet.title).toBe('Analysts');
    const read = await readPdf(packet.bytes);
    expect(read.pages).toHaveLength(packet.pages);
    expect(read.outline.map(({ title }) => title)).toEqual([
      'Analysts',
      'Ada Lovelace',
      'Bob Example',
      'Carol Elsewhere',
    ]);
    const text = read.pages.map((page) => page.text).join('\n');
    for (const word of ['November 16, 2026', 'Mathematics', 'Rust', 'Carol from elsewhere', 'Carol Elsewhere 1/2'])
      expect(text).toContain(word);
    expect(packet.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('"Certificate" has no tags'),
      expect.stringContaining('"Carol Elsewhere" has no tags'),
      expect.stringMatching(/^the packet is not PDF\/UA-1: .*01-005/),
    ]);
    expect(await checkWithQpdf(packet.bytes)).toBe(0);
  });

  test('needs a name for a PDF from elsewhere, even if files are attached to it', async () => {
    const invoice = await PDFDocument.load(await foreignPdf());
    await invoice.attach(new TextEncoder().encode('{"invoice": 1, "basics": 5}'), 'invoice.json');
    const pdf = await invoice.save();
    const bind = (candidate: { pdf: Uint8Array; name?: string }) =>
      bindPacket([candidate], { renderer, title: 'One', date: '2026-11-16' });
    await expect(bind({ pdf })).rejects.toMatchObject({ code: 'PACKET_INVALID', hint: 'give the candidate a name' });
    const { bytes } = await bind({ pdf, name: 'Carol' });
    expect((await readPdf(bytes)).outline.map(({ title }) => title)).toEqual(['One', 'Carol']);
  });

  test('conforms to PDF/UA with tagged attachments, and reports owner restrictions', async () => {
    const { artifacts } = await renderProfile(BOB, { renderer, formats: ['pdf'] });
    const pdf = artifacts[0]?.bytes ?? new Uint8Array();
    const bind = (attached: Uint8Array) =>
      bindPacket([{ source: ADA, attachments: [{ title: 'Letter', pdf: attached }] }], {
        renderer,
        title: 'One',
        date: '2026-11-16',
      });
    expect((await bind(pdf)).warnings).toEqual([]);
    const restricted = await writeWithQpdf(pdf, ['--encrypt', '', 'owner', '256', '--modify=none', '--']);
    expect((await bind(restricted)).warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the owner of Letter does not permit /),
    ]);
  });

  test('shows a house style on the cover and at the foot of the résumés', async () => {
    const brand = {
      name: 'Northlight Talent',
      logo: 'logo.svg',
      confidentiality: 'For the addressee only',
      contact: { name: 'Maeve Quinlan', email: 'maeve@northlight.example' },
      folder: join(ROOT, 'docs', 'demo-brand'),
    };
    const { bytes, warnings } = await bindPacket([{ source: ADA }], { renderer, title: 'One', brand });
    expect(warnings).toEqual([]);
    const [cover, ...pages] = (await readPdf(bytes)).pages;
    expect(cover?.text).toContain('Maeve Quinlan maeve@northlight.example For the addressee only');
    expect(cover?.roles).toContain('Figure');
    expect(pages.filter(({ text }) => /Ada Lovelace.*Mathematics.*For the addressee only/.test(text))).toHaveLength(1);
  });

  test('gives the same bytes twice', async () => {
    const bind = () => bindPacket([{ source: ADA }, { source: BOB }], { renderer, title: 'Two', date: '2026-11-16' });
    expect((await bind()).bytes).toEqual((await bind()).bytes);
  });

  test('keeps two candidates of the same name apart', async () => {
    const packet = await bindPacket([{ source: ADA }, { source: ADA }], {
      renderer,
      title: 'Twins',
      date: '2026-11-16',
    });
    expect((await readPdf(packet.bytes)).outline.map(({ title }) => title)).toEqual([
      'Twins',
      'Ada Lovelace',
      'Ada Lovelace',
    ]);
  });

  test.each([
    ['no title', [{ source: ADA }], { title: '' }, 'PACKET_INVALID'],
    ['a wrong date', [{ source: ADA }], { title: 'X', date: 'soon' }, 'PACKET_INVALID'],
    ['a damaged PDF', [{ pdf: new Uint8Array([1, 2, 3]), name: 'Ada' }], { title: 'X' }, 'PDF_INVALID'],
    ['no candidates', [], { title: 'X' }, 'PACKET_INVALID'],
  ])('rejects %s', async (_, candidates, options, code) => {
    await expect(bindPacket(candidates, { renderer, ...options })).rejects.toMatchObject({
      name: 'DossierError',
      code,
    });
  });
});
