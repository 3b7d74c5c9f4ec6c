import { PDFArray, PDFDict, PDFName, PDFString } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { openPdf } from '../syntax/open.js';
import { num } from '../syntax/page-content.js';

/** The address of the link around the space that a plate leaves for the title of a packet. */
export const SLOT = 'https://slot.invalid/';

/** A printed cover with a house style and space for a title. */
export interface CoverPlate {
  /** Untagged PDFs of one page, for each size of paper. */
  pdfs: readonly Uint8Array[];
  /** The name of the house style, read aloud in place of its logo. */
  name: string;
  /** The lines at its foot, as they are read aloud. */
  foot: string;
  /** The colour of headings, such as `#0f5257`. */
  accent: string | undefined;
}

/** An area of a page: its left and lower edge, then its right and upper edge. */
export type Rectangle = [left: number, low: number, right: number, high: number];

/** A plate that fits the paper of a packet. */
export interface OpenPlate {
  page: ReturnType<Awaited<ReturnType<typeof openPdf>>['getPage']>;
  file: Awaited<ReturnType<typeof openPdf>>;
  /** The space for the title. */
  slot: Rectangle;
  links: { address: string; area: Rectangle }[];
}

/** The difference of sizes up to which paper is the same, in points. */
const NEAR = 3;

/**
 * Opens the plate for a size of paper; undefined if there is none.
 *
 * @throws DossierError PDF_INVALID
 */
export async function openPlate(
  { pdfs }: Pick<CoverPlate, 'pdfs'>,
  paper: { width: number; height: number },
): Promise<OpenPlate | undefined> {
  for (const pdf of pdfs) {
    const file = await openPdf(pdf, 'the cover');
    const page = file.getPage(0);
    const { width, height } = page.getSize();
    if (Math.abs(width - paper.width) > NEAR || Math.abs(height - paper.height) > NEAR) continue;
    const links = linksOf(page.node);
    const slot = links.find(({ address }) => address === SLOT)?.area;
    if (slot) return { page, file, slot, links: links.filter(({ address }) => address !== SLOT) };
  }
  return undefined;
}

function linksOf(page: PDFDict): OpenPlate['links'] {
  const annotations = page.lookup(PDFName.of('Annots'));
  if (!(annotations instanceof PDFArray)) return [];
  return annotations.asArray().flatMap((_, index) => {
    const annotation = annotations.lookup(index, PDFDict);
    const uri = dictAt(annotation, 'A')?.lookup(PDFName.of('URI'));
    const { x, y, width, height } = annotation.lookup(PDFName.of('Rect'), PDFArray).asRectangle();
    const area: Rectangle = [x, y, x + width, y + height];
    return uri instanceof PDFString ? [{ address: uri.decodeText(), area }] : [];
  });
}

/** Content that draws the part of a form on a page that lies above or below a height. */
export function drawPart(form: string, paper: { width: number; height: number }, from: number, to: number): string {
  return `q 0 ${num(from)} ${num(paper.width)} ${num(to - from)} re W n /${form} Do Q`;
}

/** A colour such as `#0f5257` as operands of `rg`. */
export function colourOf(hex: string): string {
  return [1, 3, 5].map((at) => num(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ');
}
