import { type PDFDict, type PDFDocument, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { dictAt } from './metadata.js';
import { type Bookmark, readOutline } from './structure/outline.js';
import { type Operation, scanContent } from './syntax/content.js';
import { IDENTITY, type Matrix, matrixOf, multiply } from './syntax/matrix.js';
import { contentOf, resourcesOf } from './syntax/page-content.js';

/** The vertical extent of a printed document's text. Distances are in points from the top edge of the page. */
export interface Extent {
  /** The lowest baseline or picture bottom of each page; 0 for a page that shows nothing. */
  lowest: number[];
  /** The line height: the most common distance between consecutive baselines. */
  line: number;
  /** The document's headings, in order. */
  headings: PlacedHeading[];
}

export interface PlacedHeading {
  title: string;
  /** The level in the outline; 0 is the top level. */
  depth: number;
  /** The index of the page. */
  page: number;
  top: number;
}

/**
 * Measures a document printed by the browser.
 *
 * @param hasFoot `true` if its pages have texts in their margins, which are outside all marks and are not measured
 */
export function measureExtent(document: PDFDocument, hasFoot = false): Extent {
  const pages = document.getPages();
  const steps = new Map<number, number>();
  const lowest = pages.map((page) => {
    const { y, height } = page.getMediaBox();
    const baselines = baselinesOf(page.node, hasFoot).map((at) => y + height - at);
    for (let index = 1; index < baselines.length; index++) {
      const step = Math.round(((baselines[index] as number) - (baselines[index - 1] as number)) * 10) / 10;
      if (step > 4) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    return Math.max(0, ...baselines);
  });
  const [line = 12] = [...steps].reduce((most, step) => (step[1] > (most[1] ?? 0) ? step : most), [12, 0]);
  return { lowest, line, headings: placeHeadings(document) };
}

/** The heights at which a page shows text or pictures, in painting order; `isMarked` leaves out those outside marks. */
function baselinesOf(page: PDFDict, isMarked: boolean): number[] {
  const heights: number[] = [];
  readPlaces(page, (y, _x, mcid, isText) => {
    if ((isMarked && mcid === undefined) || (isText && heights.at(-1) === y)) return;
    heights.push(y);
  });
  return heights;
}

/**
 * Finds the positions at which a page shows text or pictures, in painting order.
 *
 * @param visit called with the baseline of a text or the bottom of a picture, its left edge, and the marked-content
 *   sequence around it, if any
 */
export function readPlaces(
  page: PDFDict,
  visit: (y: number, x: number, mcid: number | undefined, isText: boolean) => void,
): void {
  const objects = dictAt(resourcesOf(page), 'XObject');
  const saved: Matrix[] = [];
  let space = IDENTITY;
  let text = IDENTITY;
  let start = IDENTITY;
  let leading = 0;
  const marks: (number | undefined)[] = [];
  const show = () => {
    const [, , , , x, y] = multiply(text, space);
    visit(
      y,
      x,
      marks.findLast((mcid) => mcid !== undefined),
      true,
    );
  };
  const move = (x: number, y: number) => {
    start = multiply([1, 0, 0, 1, x, y], start);
    text = start;
  };
  scanContent(contentOf(page), (operation) => {
    const number = (index: number) => operation.number(index) ?? 0;
    switch (operation.operator) {
      case 'BDC':
        marks.push(mcidOf(operation));
        break;
      case 'BMC':
        marks.push(undefined);
        break;
      case 'EMC':
        marks.pop();
        break;
      case 'q':
        saved.push(space);
        break;
      case 'Q':
        space = saved.pop() ?? IDENTITY;
        break;
      case 'cm':
        space = multiply(matrixOf(operation), space);
        break;
      case 'BT':
        start = IDENTITY;
        text = IDENTITY;
        break;
      case 'Tm':
        start = matrixOf(operation);
        text = start;
        break;
      case 'TL':
        leading = number(0);
        break;
      case 'TD':
        leading = -number(1);
        move(number(0), number(1));
        break;
      case 'Td':
        move(number(0), number(1));
        break;
      case 'T*':
        move(0, -leading);
        break;
      case "'":
      case '"':
        move(0, -leading);
        show();
        break;
      case 'Tj':
      case 'TJ':
        show();
        break;
      case 'Do': {
        const object = objects?.lookup(PDFName.of(operation.name(0) ?? ''));
        const isPicture =
          object instanceof PDFRawStream && object.dict.get(PDFName.of('Subtype')) === PDFName.of('Image');
        // A picture fills the unit square of the current coordinate system.
        if (isPicture) visit(Math.min(space[5], space[5] + space[3]), space[4], marks.at(-1), false);
        break;
      }
    }
  });
}

function mcidOf(operation: Operation): number | undefined {
  const id = /\/MCID\s*(\d+)/.exec(operation.source(1))?.[1];
  return id === undefined ? undefined : Number(id);
}

function placeHeadings(document: PDFDocument): PlacedHeading[] {
  const pages = document.getPages();
  const numbers = new Map(pages.map((page, index) => [page.ref, index]));
  const visit = (bookmarks: readonly Bookmark[], depth: number): PlacedHeading[] =>
    bookmarks.flatMap(({ title, target, children }) => {
      const page = target && 'page' in target ? numbers.get(target.page) : undefined;
      const above = target && 'view' in target ? target.view[2] : undefined;
      const box = page === undefined ? undefined : pages[page]?.getMediaBox();
      const own =
        page !== undefined && box && above instanceof PDFNumber
          ? [{ title, depth, page, top: box.y + box.height - above.asNumber() }]
          : [];
      return [...own, ...visit(children, depth + 1)];
    });
  return visit(readOutline(document), 0);
}
