import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/types/src/display/api.js';
import { withPdfJs } from '../../ats/pdfjs.js';
import { DossierError } from '../../errors.js';
import { withMarkedHyphens } from '../../pdf/fonts/soft-hyphens.js';
import { DIRECTION } from './cell-text.js';
import { mirrored } from './mirror.js';
import type { Page, PageLink, Run } from './model.js';
import { tagsOf } from './tags.js';

/** The most pages of a résumé; longer documents are books. */
const MOST_PAGES = 40;

/** The most pieces of text in a document. A page of a résumé has some hundreds, or thousands if each letter is one. */
const MOST_RUNS = 200_000;

/**
 * Reads the text of a PDF with the place and style of each piece.
 *
 * @throws DossierError PDF_INVALID, IMPORT_SCAN if it has no text, or IMPORT_UNKNOWN if it has too much
 */
export async function readPages(bytes: Uint8Array, file: string): Promise<Page[]> {
  const pages = await withPdfJs(await withMarkedHyphens(bytes, file), async (pdf) => {
    if (pdf.numPages > MOST_PAGES)
      throw new DossierError('IMPORT_UNKNOWN', `the PDF has ${pdf.numPages} pages`, {
        where: { file },
        hint: `import a résumé, which has at most ${MOST_PAGES} pages`,
      });
    const isHyphenated = await dividesWords(pdf);
    const found: Page[] = [];
    let runs = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await readPage(await pdf.getPage(number), number, isHyphenated);
      runs += page.runs.length;
      if (runs > MOST_RUNS)
        throw new DossierError(
          'IMPORT_UNKNOWN',
          `the PDF has more than ${MOST_RUNS.toLocaleString('en')} pieces of text`,
          {
            where: { file },
            hint: 'import a file that contains only the résumé',
          },
        );
      found.push(page);
    }
    return found;
  }).catch((cause: unknown) => {
    if (cause instanceof DossierError) throw cause;
    const isLocked = cause instanceof Error && cause.name === 'PasswordException';
    throw new DossierError('PDF_INVALID', isLocked ? 'the PDF needs a password' : 'the PDF cannot be read', {
      where: { file },
      hint: isLocked ? 'save a copy without a password' : 'save it again from the program that made it',
      cause,
    });
  });
  if (pages.every(({ runs }) => runs.length === 0))
    throw new DossierError('IMPORT_SCAN', 'the PDF contains no text, only pictures of it', {
      where: { file },
      hint: 'run text recognition (OCR) on it first, or ask for the file that it was made from',
    });
  return mirrored(pages);
}

/** `true` for a PDF of a program that hyphenates. Others break words only at the hyphens that are typed. */
async function dividesWords(pdf: PDFDocumentProxy): Promise<boolean> {
  const { info } = (await pdf.getMetadata()) as { info: { Producer?: unknown; Creator?: unknown } };
  return /tex|dvips|dvipdf|typst|indesign|scribus|affinity/i.test(`${info.Producer} ${info.Creator}`);
}

async function readPage(page: PDFPageProxy, number: number, isHyphenated: boolean): Promise<Page> {
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent({ includeMarkedContent: true });
  // The names of fonts arrive with the drawing operators.
  await page.getOperatorList();
  const tags = tagsOf(await page.getStructTree().catch(() => null));
  const runs: Run[] = [];
  const open: number[] = [];
  for (const item of content.items) {
    if (!('str' in item)) {
      if (item.type === 'endMarkedContent') open.pop();
      else open.push(tags.byContent.get(item.id ?? '') ?? 0);
      continue;
    }
    const text = item.str.replace(DIRECTION, '');
    if (text.trim() === '' || item.str.length > 20_000) continue;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = multiply(viewport.transform, item.transform as number[]);
    const size = Math.hypot(c, d);
    // Vertical text is at the edge of a page: a watermark, or the number of a form.
    if (size < 1 || Math.abs(b) > Math.abs(a)) continue;
    const { name, isBold, isItalic } = fontOf(page, item.fontName);
    const run = { x: e, y: f, width: item.width, size, font: name, bold: isBold, italic: isItalic };
    if (isOutside(run, viewport)) continue;
    runs.push({ ...run, text, tag: open.findLast((tag) => tag > 0) ?? 0 });
  }
  const { width, height } = viewport;
  return {
    number,
    width,
    height,
    runs,
    links: await linksOf(page),
    roles: tags.roles,
    isHyphenated,
    isMirrored: false,
  };
}

/** `true` for text that no reader of the page sees. */
function isOutside({ x, y, width }: Pick<Run, 'x' | 'y' | 'width'>, page: { width: number; height: number }): boolean {
  return x > page.width || x + width < 0 || y < 0 || y > page.height + 20;
}

function multiply(m: readonly number[], n: readonly number[]): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = n;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

function fontOf(page: PDFPageProxy, id: string): { name: string; isBold: boolean; isItalic: boolean } {
  const font = page.commonObjs.has(id) ? (page.commonObjs.get(id) as { name?: string } | null) : null;
  const name = (font?.name ?? id).replace(/^[A-Z]{6}\+/, '');
  return {
    name,
    isBold:
      /bold|black|heavy|semib|demi|(?:^|[-_,])(?:bd|sb|w[6-9])(?:$|[-_,])|cmb|lmb|-medi/i.test(name) ||
      /BX|Medi(?!um)/.test(name),
    isItalic: /italic|oblique|slanted|kursiv|cmti|cmsl|[-_,]it(?:$|[-_,])|-\w{0,12}Ital/i.test(name),
  };
}

async function linksOf(page: PDFPageProxy): Promise<PageLink[]> {
  const annotations = (await page.getAnnotations()) as { url?: string; unsafeUrl?: string; rect?: number[] }[];
  const [, , , d = -1, , f = 0] = page.getViewport({ scale: 1 }).transform as number[];
  return annotations.flatMap(({ url, rect }) => {
    if (!url || rect?.length !== 4) return [];
    const [left = 0, bottom = 0, right = 0, top = 0] = rect;
    return [{ url, box: [left, top * d + f, right, bottom * d + f] as const }];
  });
}
