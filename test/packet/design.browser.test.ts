import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { expect, test } from 'vitest';
import { decodeStream } from '../../src/pdf/syntax/page-content.js';
import { dossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

/** A folder with a profile whose design has a foot, and a packet that binds it with another one. */
async function project(packet = ''): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  await writeFile(
    join(folder, 'profiles', 'ada.yaml'),
    'basics: { name: Ada Lovelace }\nwork: [{ name: Acme, position: Engineer, startDate: 2025-06, endDate: present }]\nmeta: { design: { footer: { text: Own foot }, dates: number } }\n',
  );
  await writeFile(
    join(folder, 'profiles', 'packets', 'team.yaml'),
    `title: Team\ncandidates: [ada]\nfront: { cover: false, scorecards: false }\n${packet}`,
  );
  return folder;
}

const textOf = async (folder: string, path: string) =>
  (await readPdf(await readFile(join(folder, 'out', path)))).pages.map(({ text }) => text).join('\n');

const render = async (folder: string, ...args: string[]) => {
  const { status, err } = await dossier(folder, ['render', '--format', 'pdf', '--explain', ...args]);
  expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  return err;
};

test('a packet with a design renders its candidates with it, and leaves their own files as they are', async () => {
  const folder = await project('design: { footer: { text: Packet foot } }\n');
  await render(folder);
  expect(await textOf(folder, 'ada/ada.pdf')).toContain('Own foot');
  const bound = await textOf(folder, 'packets/team.pdf');
  expect(bound).toContain('Packet foot');
  expect(bound).not.toContain('Own foot');
  // Options that the packet does not set are those of the profile.
  expect(bound).toContain('06/2025 – Present');
  expect(await render(folder)).toContain('profiles/packets/team.yaml is up to date');
});

matrixTest('a packet without a design binds the files of its candidates', async () => {
  const folder = await project();
  await render(folder);
  expect(await textOf(folder, 'packets/team.pdf')).toContain('Own foot');
});

test('the command line overrides the design of a packet', async () => {
  const folder = await project('design: { footer: { text: Packet foot } }\n');
  await render(folder, '--set', 'design.footer.text=Set foot');
  expect(await textOf(folder, 'packets/team.pdf')).toContain('Set foot');
  expect(await textOf(folder, 'ada/ada.pdf')).toContain('Set foot');
});

/** The colours in which a PDF paints. */
async function coloursOf(folder: string): Promise<Set<string>> {
  const { context } = await PDFDocument.load(await readFile(join(folder, 'out', 'packets', 'team.pdf')));
  const hex = (value: string) =>
    Math.round(Number(value) * 255)
      .toString(16)
      .padStart(2, '0');
  const contents = context.enumerateIndirectObjects().map(([, object]) => object);
  return new Set(
    contents.flatMap((object) =>
      object instanceof PDFRawStream
        ? [
            ...Buffer.from(decodeStream(object))
              .toString('latin1')
              .matchAll(/([\d.]+) ([\d.]+) ([\d.]+) rg/g),
          ].map(([, ...parts]) => `#${parts.map(hex).join('')}`)
        : [],
    ),
  );
}

/** The names of the fonts of the first page, which is front matter. */
async function fontsOnFirstPage(folder: string): Promise<string> {
  const document = await PDFDocument.load(await readFile(join(folder, 'out', 'packets', 'team.pdf')));
  const fonts = document.getPage(0).node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
  return (fonts?.values() ?? [])
    .map((font) => String(document.context.lookup(font, PDFDict).get(PDFName.of('BaseFont'))))
    .join();
}

test.each(['--set', '--design'])(
  'the front matter has the colours and the fonts of %s, but not its sizes',
  async (option) => {
    const folder = await project();
    await writeFile(join(folder, 'dossier.yaml'), 'brand: { name: North, accent: "#0f5257", enforce: true }\n');
    await writeFile(join(folder, 'look.yaml'), 'accent: "#7a1f3d"\nfonts: { headings: Inter }\nsize: 12\n');
    const asked =
      option === '--set'
        ? ['--set', 'design.accent=#7a1f3d', '--set', 'design.fonts.headings=Inter']
        : ['--design', 'look.yaml'];
    const pages = async () => (await readPdf(await readFile(join(folder, 'out', 'packets', 'team.pdf')))).pages;
    await render(folder);
    const [before] = await pages();
    expect(await coloursOf(folder)).toContain('#0f5257');
    await render(folder, ...asked);
    const colours = await coloursOf(folder);
    expect(colours).toContain('#7a1f3d');
    expect(colours).not.toContain('#0f5257');
    expect(colours).not.toContain('#1f3f68');
    expect(await fontsOnFirstPage(folder)).toContain('Inter');
    const [after] = await pages();
    expect(after?.text).toBe(before?.text);
    // A second run with the same options changes nothing.
    expect(await render(folder, ...asked)).toContain('profiles/packets/team.yaml is up to date');
  },
);

test('a packet is stale once its design changes', async () => {
  const folder = await project('design: { footer: { text: Packet foot } }\n');
  await render(folder);
  const file = join(folder, 'profiles', 'packets', 'team.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('Packet foot', 'New foot'));
  const said = await render(folder);
  expect(said).toContain('profiles/packets/team.yaml is stale: its packet file changed');
  expect(said).toContain('profiles/ada.yaml is up to date');
  expect(await textOf(folder, 'packets/team.pdf')).toContain('New foot');
});

test('a mistake in the design of a packet is reported at its place', async () => {
  const folder = await project('design: { acent: "#7a1f3d" }\n');
  const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
  expect(status).toBe(1);
  expect(err).toContain('profiles/packets/team.yaml:4:11: error: unknown key "acent"');
  expect(err).toContain('did you mean accent?');
});

test('a blind packet hides the name in the foot of a page', async () => {
  const folder = await project('blind: true\ndesign: { footer: { text: "{name}, private" } }\n');
  await render(folder);
  const bound = await textOf(folder, 'packets/team.blind.pdf');
  expect(bound).toContain('Candidate A, private');
  expect(bound).not.toContain('Lovelace');
});

test('a blind packet hides a name that is written in a foot, and logos', async () => {
  const folder = await project('blind: true\ndesign: { footer: { text: "CV of Ada Lovelace" } }\n');
  await render(folder);
  expect(await textOf(folder, 'packets/team.blind.pdf')).not.toContain('Lovelace');
});
