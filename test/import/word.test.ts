import {
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import JSZip from 'jszip';
import { describe, expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { importFile } from '../../src/import/import.js';
import type { Imported } from '../../src/import/imported.js';
import type { Profile } from '../../src/profile/schema.js';
import { rejectionOf } from '../profile/support.js';
import { profileOf } from './support.js';

type Child = Paragraph | Table;

const line = (text: string, options: { bold?: boolean; size?: number } = {}) =>
  new Paragraph({ children: [new TextRun({ text, ...options })] });
const heading = (text: string) => new Paragraph({ text, heading: HeadingLevel.HEADING_1 });
const bullet = (text: string) => new Paragraph({ text, bullet: { level: 0 } });
/** A line with a date at the right, after a tab. */
const dated = (text: string, date: string) =>
  new Paragraph({
    children: [new TextRun({ text, bold: true }), new TextRun(`\t${date}`)],
    tabStops: [{ type: TabStopType.RIGHT, position: 9000 }],
  });

const WORK: Child[] = [
  heading('Work Experience'),
  dated('Senior Engineer', 'Jan 2020 – Present'),
  line('Harbor Labs, Austin, TX'),
  bullet('Built the ledger, which settles two billion dollars a year without a manual step, for forty customers'),
  bullet('Cut latency from 50 ms to 5 ms'),
  dated('Engineer', 'Mar 2016 – Dec 2019'),
  line('Quill Systems, Boston, MA'),
  bullet('Wrote the first importer'),
];
const EDUCATION: Child[] = [
  heading('Education'),
  dated('University of Example', '2012 – 2016'),
  line('B.Sc. in Computer Science'),
];
const HEAD: Child[] = [
  line('Jane Example', { bold: true, size: 48 }),
  line('Backend Engineer'),
  line('jane@example.com | +1 415 555 0134 | Austin, TX'),
];

async function packed(children: Child[], more: { headers?: object; footers?: object } = {}): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ ...more, children }] })));
}

async function importOf(bytes: Uint8Array): Promise<Imported> {
  const [result] = await importFile(bytes, 'cv.docx');
  if (!result) throw new Error('nothing was imported');
  return result;
}

const profileIn = async (children: Child[]): Promise<Profile> => profileOf(await importOf(await packed(children)));

const JOBS = [
  {
    position: 'Senior Engineer',
    name: 'Harbor Labs',
    location: 'Austin, TX',
    startDate: '2020-01',
    endDate: 'present',
    highlights: [
      { text: 'Built the ledger, which settles two billion dollars a year without a manual step, for forty customers' },
      { text: 'Cut latency from 50 ms to 5 ms' },
    ],
  },
  { position: 'Engineer', name: 'Quill Systems', startDate: '2016-03', endDate: '2019-12' },
];

describe('a Word file', () => {
  test('in one column gives a profile, and contacts to the private overlay', async () => {
    const result = await importOf(await packed([...HEAD, ...WORK, ...EDUCATION]));
    expect(result.format).toBe('Word');
    expect(profileOf(result)).toMatchObject({
      basics: { name: 'Jane Example', label: 'Backend Engineer', location: { city: 'Austin', region: 'TX' } },
      work: JOBS,
      education: [{ institution: 'University of Example', studyType: 'B.Sc.', area: 'Computer Science' }],
    });
    expect(result.yaml).not.toMatch(/jane@example|555/);
    expect(result.overlay).toMatch(/jane@example\.com[\s\S]*555 0134/);
  });

  test('in two columns made of a table keeps the columns apart', async () => {
    const cell = (children: Child[], width: number) =>
      new TableCell({ children, width: { size: width, type: WidthType.DXA } });
    const side = [heading('Skills'), line('Python, Rust, SQL'), heading('Languages'), line('French (fluent)')];
    const table = new Table({
      columnWidths: [2800, 6200],
      rows: [new TableRow({ children: [cell(side, 2800), cell([...WORK, ...EDUCATION], 6200)] })],
    });
    const profile = await profileIn([...HEAD, table]);
    expect(profile.work).toMatchObject([{ name: 'Harbor Labs' }, { name: 'Quill Systems' }]);
    expect(profile.work?.[0]?.highlights).toHaveLength(2);
    expect(JSON.stringify(profile.skills)).toMatch(/Python.*Rust.*SQL/);
    expect(profile.languages).toMatchObject([{ language: 'French', fluency: 'fluent' }]);
  });

  test('with contacts in the header of the page, links, and page numbers in the footer', async () => {
    const link = new ExternalHyperlink({ children: [new TextRun('GitHub')], link: 'https://github.com/jane-x' });
    const header = new Header({ children: [...HEAD.slice(0, 2), new Paragraph({ children: [link] })] as Paragraph[] });
    const footer = new Footer({ children: [new Paragraph('Page 1 of 2')] });
    const result = await importOf(
      await packed([...WORK], { headers: { default: header }, footers: { default: footer } }),
    );
    const profile = profileOf(result);
    expect(profile.basics).toMatchObject({ name: 'Jane Example', profiles: [{ url: 'https://github.com/jane-x' }] });
    expect(result.yaml).not.toContain('Page 1');
    const named = new Footer({ children: [new Paragraph('Confidential draft')] });
    const other = await importOf(await packed([...HEAD, ...WORK], { footers: { default: named } }));
    expect(other.yaml).toContain('Confidential draft');
  });

  test('with numbered lists and styles of headings', async () => {
    const numbering = {
      config: [{ reference: 'n', levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.' }] }],
    };
    const item = (text: string) => new Paragraph({ text, numbering: { reference: 'n', level: 0 } });
    const children = [
      ...HEAD,
      heading('Projects'),
      dated('Tiny Tool', '2021'),
      item('Does one thing'),
      item('Does it well'),
    ];
    const bytes = await Packer.toBuffer(new Document({ numbering, sections: [{ children }] }));
    const profile = profileOf(await importOf(new Uint8Array(bytes)));
    expect(profile.projects?.[0]?.highlights).toMatchObject([{ text: 'Does one thing' }, { text: 'Does it well' }]);
  });

  test('gives the same profile each time', async () => {
    const bytes = await packed([...HEAD, ...WORK]);
    expect((await importOf(bytes)).yaml).toBe((await importOf(bytes)).yaml);
  });
});

/** Changes the document inside a Word file. */
async function edited(change: (xml: string) => string, more: Record<string, string> = {}): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(await packed([...HEAD, ...WORK]));
  const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
  zip.file('word/document.xml', change(xml));
  for (const [name, content] of Object.entries(more)) zip.file(name, content);
  return zip.generateAsync({ type: 'uint8array' });
}

const run = (text: string, properties = '') => `<w:r>${properties}<w:t>${text}</w:t></w:r>`;
const paragraph = (inner: string) => `<w:p>${inner}</w:p>`;
const inBody = (inner: string) => (xml: string) => xml.replace('</w:body>', `${inner}</w:body>`);

describe('the markup of a Word file', () => {
  test('deleted and hidden text is left out, inserted text counts', async () => {
    const text =
      `<w:del>${run('deleted words').replace(/w:t>/g, 'w:delText>')}</w:del>` +
      run('hidden words', '<w:rPr><w:vanish/></w:rPr>') +
      `<w:ins>${run('Inserted words stand here.')}</w:ins>`;
    const { yaml } = await importOf(await edited(inBody(paragraph(text))));
    expect(yaml).toContain('Inserted words stand here.');
    expect(yaml).not.toMatch(/deleted|hidden words/);
  });

  test('the text of a box is read once, although it is written for new and for old programs', async () => {
    const box = (name: string) =>
      `<${name}><w:txbxContent>${paragraph(run('Speaks at meetups often.'))}</w:txbxContent></${name}>`;
    const both = `<mc:AlternateContent><mc:Choice>${box('wps:txbx')}</mc:Choice><mc:Fallback>${box('v:textbox')}</mc:Fallback></mc:AlternateContent>`;
    const { yaml } = await importOf(await edited(inBody(paragraph(`<w:r>${both}</w:r>`))));
    expect(yaml.match(/Speaks at meetups often/g)).toHaveLength(1);
  });

  test('the instruction of a field is not text, its address is a link', async () => {
    const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
    const code = '<w:r><w:instrText>HYPERLINK "https://gitlab.com/jane-y"</w:instrText></w:r>';
    const link = field('begin') + code + field('separate') + run('GitLab') + field('end');
    const { yaml } = await importOf(await edited((xml) => xml.replace('<w:body>', `<w:body>${paragraph(link)}`)));
    expect(yaml).toContain('url: https://gitlab.com/jane-y');
    expect(yaml).not.toContain('HYPERLINK');
  });

  test('macros are ignored, with a notice', async () => {
    const { notices } = await importOf(await edited((xml) => xml, { 'word/vbaProject.bin': 'x' }));
    expect(notices).toEqual(['its macros were ignored']);
    expect((await importOf(await edited((xml) => xml))).notices).toEqual([]);
  });

  test('entities of its own are not resolved', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const bytes = await edited((xml) =>
      inBody(paragraph(run('Reads &a; and &f; as text.')))(xml.replace('?>', `?>${bomb}`)),
    );
    const { yaml } = await importOf(bytes);
    expect(yaml).not.toMatch(/haha|root:/);
  });

  test('styles that are based on each other do not loop', async () => {
    const style = (id: string, base: string) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:basedOn w:val="${base}"/></w:style>`;
    const styles = `<w:styles xmlns:w="w">${style('A', 'B')}${style('B', 'A')}</w:styles>`;
    const styled = paragraph(`<w:pPr><w:pStyle w:val="A"/></w:pPr>${run('Written in a circle.')}`);
    expect((await importOf(await edited(inBody(styled), { 'word/styles.xml': styles }))).yaml).toContain('in a circle');
  });
});

describe('a Word file that cannot be read', () => {
  const failure = async (bytes: Uint8Array) => formatError(await rejectionOf(importFile(bytes, 'cv.docx')));

  test('without text is an error with a hint', async () => {
    expect(await failure(await packed([new Paragraph('')]))).toContain('the Word file contains no text');
  });

  test('without a document is an error with a hint', async () => {
    expect(await failure(await edited(() => '<x/>'))).toContain('the Word file has no text');
  });

  test('with too much text or too many paragraphs is an error, not a full memory', async () => {
    expect(await failure(await edited(inBody(paragraph(run('x'.repeat(9_000_000))))))).toContain(
      'too large for a résumé',
    );
    expect(await failure(await edited(inBody(paragraph(run('x')).repeat(20_100))))).toContain(
      'more than 20000 paragraphs',
    );
  });

  test('nested without end is read to its limit', async () => {
    const deep = `${'<w:sdt><w:sdtContent>'.repeat(3000)}${paragraph(run('deep'))}${'</w:sdtContent></w:sdt>'.repeat(3000)}`;
    expect((await importOf(await edited(inBody(deep)))).yaml).toContain('Jane Example');
  });
});
