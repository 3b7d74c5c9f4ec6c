import { AlignmentType, Document, type ILevelsOptions, LevelFormat, Packer } from 'docx';
import JSZip from 'jszip';
import type { Content } from '../../content/model.js';
import type { DocumentInfo } from '../../pdf/metadata.js';
import type { Design } from '../../profile/design.js';
import type { PageBox } from '../../template/page.js';
import { oneLine } from '../spans.js';
import { headBlocks, LIST_LEVELS, sectionBlocks } from './blocks.js';
import { brandMargins, brandParts, brandStyles, type WordBrand } from './brand.js';
import { colorsOf } from './design-look.js';
import { fontTable, scriptOf } from './fonts.js';
import { BULLETS, Pen, toParagraph, type WordPicture } from './page.js';
import { INDENT, stylesFor, TWIPS } from './styles.js';

/**
 * The maximum height of a picture in the text, as a fraction of the page, so that related text fits on the same page.
 */
const TALLEST = 0.5;

/** The settings of a Word file. */
interface WordSetting {
  page: PageBox;
  /** The size of body text, in points. */
  size: number;
  design: Design;
  /** The house style, for headers and footers. */
  brand?: WordBrand | undefined;
}

/**
 * Converts content to a Word file (Office Open XML) with native headings, lists and links, editable styles, and dates
 * at a tab stop. The same input gives the same bytes.
 */
export async function toDocx(
  given: Content,
  pictures: ReadonlyMap<string, WordPicture>,
  { page, size, design, brand }: WordSetting,
  info: DocumentInfo,
): Promise<Uint8Array> {
  const content = oneLine(given);
  const isRtl = content.direction === 'rtl';
  const script = scriptOf(content, design.fonts);
  const inner = page.width - page.left - page.right;
  const width = Math.round(inner * TWIPS);
  const pen = new Pen(content, pictures, { width: inner, height: (page.height - page.top - page.bottom) * TALLEST });
  const blocks = [...headBlocks(content, pen), ...content.sections.flatMap((section) => sectionBlocks(section, pen))];
  const parts = brand && brandParts(brand, { width, design, isRtl });
  const styles = stylesFor({ script, size, width, design });
  const own = brand ? brandStyles(colorsOf(design).soft) : [];
  const twips = (points: number) => Math.round(points * TWIPS);
  const document = new Document({
    styles: { ...styles, paragraphStyles: [...(styles.paragraphStyles ?? []), ...own] },
    numbering: {
      config: [
        { reference: BULLETS, levels: levels(() => ({ format: LevelFormat.BULLET, text: design.bullets ?? '•' })) },
        ...pen.numberings.map(({ reference, start }) => ({
          reference,
          levels: levels((level) => ({ format: LevelFormat.DECIMAL, text: `%${level + 1}.`, start })),
        })),
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(page.width), height: twips(page.height) },
            margin: {
              top: twips(page.top),
              right: twips(page.right),
              bottom: twips(page.bottom),
              left: twips(page.left),
              header: twips(Math.min(page.top, 36)),
              footer: twips(Math.min(page.bottom, 36)),
              ...(brand ? brandMargins(brand, page.top) : {}),
            },
          },
          ...(parts?.differs ? { titlePage: true } : {}),
        },
        ...(parts ? { headers: parts.headers, footers: parts.footers } : {}),
        children: blocks.map((block) => toParagraph(block, isRtl)),
      },
    ],
  });
  return pack(document, info, [{ path: 'word/fontTable.xml', data: fontTable(script) }]);
}

/** Returns the levels of a list, each indented one step further. */
function levels(marker: (level: number) => Pick<ILevelsOptions, 'format' | 'text' | 'start'>): ILevelsOptions[] {
  return Array.from({ length: LIST_LEVELS }, (_, level) => ({
    level,
    ...marker(level),
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: INDENT * (level + 1), hanging: INDENT } } },
  }));
}

/** The earliest time that a zip file can record; the current time would make every output different. */
const TIME = new Date(Date.UTC(1980, 0, 1));

/** The random ids of link targets, which are replaced by sequential numbers. */
const NAMED_BY_CHANCE = /(?<=")rId[a-z0-9_-]{21}(?=")/g;

/** The base styles, which the library leaves to the program that opens the file. */
const BASE_STYLES =
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
  '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>';

/** Packs a Word file so that the same document gives the same bytes. */
export async function pack(
  document: Document,
  info: DocumentInfo,
  parts: readonly { path: string; data: string }[],
): Promise<Uint8Array> {
  const own = [...parts, { path: 'docProps/core.xml', data: coreProperties(info) }];
  const made = await JSZip.loadAsync(await Packer.toBuffer(document, undefined, own));
  const names = new Map<string, string>();
  const numbered = (xml: string) =>
    xml.replace(NAMED_BY_CHANCE, (name) => {
      if (!names.has(name)) names.set(name, `rIdLink${names.size + 1}`);
      return names.get(name) as string;
    });
  const packed = new JSZip();
  const files = Object.values(made.files).filter((file) => !file.dir);
  // The document comes first, so that links are numbered in reading order.
  const isDocument = ({ name }: { name: string }) => name === 'word/document.xml';
  const bullets = await numberingOf(made);
  for (const file of files.sort((a, b) => Number(isDocument(b)) - Number(isDocument(a)))) {
    const isXml = /\.(xml|rels)$/.test(file.name);
    const xml = isXml ? numbered(await file.async('string')) : '';
    const body = isXml
      ? file.name === 'word/styles.xml'
        ? complete(xml, bullets)
        : xml
      : await file.async('uint8array');
    packed.file(file.name, body, { date: TIME, createFolders: false });
  }
  return packed.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'DOS' });
}

/** Returns the number of the bullet list; undefined if there are no bullets. */
async function numberingOf(made: JSZip): Promise<string | undefined> {
  const xml = await made.file('word/document.xml')?.async('string');
  // In paragraph properties, the numbering follows the style (ECMA-376, part 1, 17.3.1.26).
  const [, properties] = (xml ?? '').split('<w:pStyle w:val="ListBullet"/>', 2);
  return /<w:numId w:val="(\d+)"\/>/.exec(properties ?? '')?.[1];
}

/** Adds the base styles. "Strong" becomes a character style only, and "List Bullet" includes its bullet. */
function complete(styles: string, bullets: string | undefined): string {
  const numbering = bullets ? `<w:numPr><w:numId w:val="${bullets}"/></w:numPr>` : '';
  return styles
    .replace('</w:docDefaults>', `</w:docDefaults>${BASE_STYLES}`)
    .replace(/<w:style w:type="paragraph" w:styleId="Strong">.*?<\/w:style>/s, '')
    .replace(/(w:styleId="ListBullet">.*?<w:keepLines\/>)/s, `$1${numbering}`);
}

/** docProps/core.xml (ECMA-376, part 2, 11). */
function coreProperties({ title, author, subject, keywords, lang, creator, date }: DocumentInfo): string {
  const time = date === undefined ? undefined : timeOf(date);
  const stamp = (name: string) => (time ? `<dcterms:${name} xsi:type="dcterms:W3CDTF">${time}</dcterms:${name}>` : '');
  const said: [string, string | undefined][] = [
    ['dc:title', title],
    ['dc:subject', subject],
    ['dc:creator', author],
    ['cp:keywords', keywords?.join(', ')],
    ['cp:lastModifiedBy', creator],
    ['dc:language', lang],
  ];
  const elements = said
    .filter(([, value]) => value)
    .map(([name, value]) => `<${name}>${escaped(value ?? '')}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${elements.join('')}${stamp('created')}${stamp('modified')}</cp:coreProperties>`;
}

/** Converts a full or partial ISO 8601 date to a timestamp. */
function timeOf(date: string): string | undefined {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? undefined : `${time.toISOString().slice(0, 19)}Z`;
}

function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
}
