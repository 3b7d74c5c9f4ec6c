import { AlignmentType, Document, type ILevelsOptions, LevelFormat } from 'docx';
import type { Content } from '../../content/model.js';
import type { DocumentInfo } from '../../pdf/metadata.js';
import type { PageBox } from '../../template/page.js';
import { oneLine } from '../spans.js';
import { headBlocks, sectionBlocks } from './blocks.js';
import { fontTable, scriptOf } from './fonts.js';
import { pack } from './pack.js';
import { BULLETS, Pen, toParagraph, type WordPicture } from './page.js';
import { LIST_LEVELS } from './prose.js';
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
}

/**
 * Converts content to a Word file (Office Open XML) with native headings, lists and links, editable styles, and dates
 * at a tab stop. The same input gives the same bytes.
 */
export async function toDocx(
  given: Content,
  pictures: ReadonlyMap<string, WordPicture>,
  { page, size }: WordSetting,
  info: DocumentInfo,
): Promise<Uint8Array> {
  const content = oneLine(given);
  const isRtl = content.direction === 'rtl';
  const script = scriptOf(content);
  const inner = page.width - page.left - page.right;
  const width = Math.round(inner * TWIPS);
  const pen = new Pen(content, pictures, { width: inner, height: (page.height - page.top - page.bottom) * TALLEST });
  const blocks = [...headBlocks(content, pen), ...content.sections.flatMap((section) => sectionBlocks(section, pen))];
  const twips = (points: number) => Math.round(points * TWIPS);
  const document = new Document({
    styles: stylesFor({ script, size, width }),
    numbering: {
      config: [
        { reference: BULLETS, levels: levels(() => ({ format: LevelFormat.BULLET, text: '•' })) },
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
            },
          },
        },
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
