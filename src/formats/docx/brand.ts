import { Footer, Header, ImageRun, type IParagraphOptions, PageNumber, Paragraph, TabStopType, TextRun } from 'docx';
import { type Brand, sizeIn } from '../../profile/brand.js';
import type { Design } from '../../profile/design.js';
import { text, type WordPicture } from './page.js';
import { TWIPS } from './styles.js';

/** A house style in a Word file. */
export interface WordBrand extends Brand {
  /** The logo in a format that Word supports; absent if it could not be drawn. */
  picture: WordPicture | undefined;
  /** `true` for a letter, which has a letterhead on its first page. */
  isLetter: boolean;
}

/** The largest logo in the header of a résumé and in a letterhead, in millimetres. */
const LOGO = { width: 36, height: 6 };
const LETTERHEAD = { width: 52, height: 11 };

/** Pixels per millimetre, as the library measures pictures. */
const PIXELS = 96 / 25.4;

/** The distance of the header and the footer from the edge of the paper, in points. */
const EDGE = 26;

/** The least upper margin of the first page, in points: the header stands in it. */
function headSpace({ isLetter }: Pick<WordBrand, 'isLetter'>): number {
  return isLetter ? 92 : 56;
}

interface PartSetting {
  /** The width between the margins, in twips. */
  width: number;
  design: Design;
  isRtl: boolean;
}

/**
 * Returns the headers and the footers of a house style: the logo above, the address and the line about confidentiality
 * below, with page numbers if the design asks for them.
 */
export function brandParts(brand: WordBrand, { width, design, isRtl }: PartSetting) {
  const { name, address = '', confidentiality = '', isLetter, picture } = brand;
  const paragraph = (style: string, children: IParagraphOptions['children'] = [], more: IParagraphOptions = {}) =>
    new Paragraph({
      style,
      children,
      ...(isRtl ? { bidirectional: true } : {}),
      tabStops: [{ type: TabStopType.RIGHT, position: width }],
      ...more,
    });
  const sign = picture ? [logoRun(picture, name, isLetter ? LETTERHEAD : LOGO)] : text(name, { bold: true });
  const tab = () => new TextRun({ text: '\t' });
  const numbers = () => [tab(), new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })];
  const footer = (hasNumbers: boolean) => {
    const lines = [isLetter ? '' : address, confidentiality].filter((line) => line !== '');
    const [first = '', ...rest] = lines;
    const top = paragraph('Footer', [...text(first), ...(hasNumbers ? numbers() : [])]);
    return new Footer({ children: [top, ...rest.map((line) => paragraph('Footer', text(line)))] });
  };
  const head = isLetter
    ? [paragraph('Header', [...sign, tab(), ...text(address)])]
    : [paragraph('Header', sign, { alignment: 'end' })];
  const pages = design.footer?.pages ?? 'none';
  // Only the first page of a letter has a letterhead, and page numbers may begin on the second page.
  const differs = isLetter || pages === 'later';
  return {
    differs,
    headers: isLetter
      ? { first: new Header({ children: head }) }
      : differs
        ? both(new Header({ children: head }))
        : { default: new Header({ children: head }) },
    footers: { default: footer(pages !== 'none'), ...(differs ? { first: footer(pages === 'all') } : {}) },
  };
}

/** The same part on the first page and on all others. */
const both = <T>(part: T) => ({ first: part, default: part });

/** The styles of headers and footers. */
export function brandStyles(soft: string) {
  const run = { size: 15, sizeComplexScript: 15, color: soft };
  const spacing = { before: 0, after: 0, line: 240, lineRule: 'auto' } as const;
  const style = (id: 'Header' | 'Footer') => ({
    id,
    name: id.toLowerCase(),
    basedOn: 'Normal',
    run,
    paragraph: { spacing },
  });
  return [style('Header'), style('Footer')];
}

function logoRun(picture: WordPicture, name: string, most: { width: number; height: number }): ImageRun {
  const { width, height } = sizeIn(picture, most);
  const transformation = { width: Math.round(width * PIXELS), height: Math.round(height * PIXELS) };
  const altText = { name: 'Logo', description: name, id: '1000' };
  return new ImageRun({ type: picture.type, data: picture.bytes, transformation, altText });
}

/** The margins of a page in twips, with space for the header and the footer. */
export function brandMargins(brand: WordBrand, top: number): { top: number; header: number; footer: number } {
  return { top: Math.round(Math.max(top, headSpace(brand)) * TWIPS), header: EDGE * TWIPS, footer: EDGE * TWIPS };
}
