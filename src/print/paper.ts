import type { HTTPRequest, Page } from 'puppeteer';
import type { PrintJob, PrintPaper } from './job.js';

/**
 * Prints a document that does not define its paper, and reports the requests that it made in vain. Layout made for a
 * screen is adjusted to break well between pages.
 */
export async function printOn(
  page: Page,
  { html, blocked, tagged = true }: PrintJob,
  paper: PrintPaper,
  timeout: number,
): Promise<Uint8Array> {
  const { mediaType = 'screen', ...options } = paper;
  const tell = (request: HTTPRequest) => {
    if (!/^(data|about):/.test(request.url())) blocked?.(request.url());
  };
  page.on('requestfailed', tell);
  try {
    await page.emulateMediaType(mediaType);
    await page.setContent(html, { waitUntil: 'load', timeout });
    // If the document overrides names that these functions use, it is printed unchanged.
    await page.evaluate(letFlow).catch(() => undefined);
    const print = () => page.pdf({ printBackground: true, ...options, tagged, outline: tagged, timeout });
    const pdf = await print();
    if (options.margin !== undefined || !hasSeveralPages(pdf)) return pdf;
    return (await page.evaluate(keepOffEdges).catch(() => false)) ? await print() : pdf;
  } finally {
    page.off('requestfailed', tell);
  }
}

/** `true` if a PDF written by the browser has more than one page. */
function hasSeveralPages(pdf: Uint8Array): boolean {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return (text.match(/\/Type\s?\/Page(?!s)/g) ?? []).length > 1;
}

// The following functions run inside an untrusted page, whose own scripts are disabled. They improve page breaks.

/**
 * Lets content that may be longer than a page flow across pages. The browser computes the row heights of a grid before
 * it breaks pages, so content moved down by a break overlaps the next row; and an element that clips its content keeps
 * the width that it has on its first page.
 */
function letFlow(): void {
  for (const box of document.querySelectorAll<HTMLElement>('body *')) {
    const { display, overflowX, gridTemplateColumns, rowGap } = getComputedStyle(box);
    // Line names are in brackets.
    const columns = gridTemplateColumns.replace(/\[[^[\]]*\]/g, ' ').trim();
    if (display === 'grid' && !/\s/.test(columns)) {
      const gap = Number.parseFloat(rowGap) || 0;
      box.style.setProperty('display', 'flow-root', 'important');
      let isFirst = true;
      for (const row of box.children) {
        const { display: shown, position, marginTop } = getComputedStyle(row);
        if (shown === 'none' || position === 'absolute' || position === 'fixed') continue;
        const margin = `${gap + (Number.parseFloat(marginTop) || 0)}px`;
        if (!isFirst) (row as HTMLElement).style.setProperty('margin-top', margin, 'important');
        isFirst = false;
      }
    } else if (display === 'block' && overflowX !== 'visible' && box.offsetHeight > innerHeight) {
      box.style.setProperty('display', 'flow-root', 'important');
      box.style.setProperty('overflow', 'visible', 'important');
    }
  }
}

/**
 * Keeps text off the paper edges between pages, unless the document sets page margins or page breaks itself. The top of
 * the first page is unchanged, and the background extends into the margins.
 *
 * @returns `true` if anything was changed
 */
function keepOffEdges(): boolean {
  const setsMargins = (rules: CSSRuleList): boolean =>
    [...rules].some(
      (rule) =>
        (rule instanceof CSSPageRule && rule.cssText.includes('margin')) ||
        (rule instanceof CSSGroupingRule && setsMargins(rule.cssRules)),
    );
  const breaks = [...document.querySelectorAll('body *')].some((box) => {
    const { breakBefore, breakAfter } = getComputedStyle(box);
    return breakBefore === 'page' || breakAfter === 'page';
  });
  // Linked style sheets were not loaded, and their rules cannot be read.
  const own = [...document.styleSheets].filter(({ href }) => href === null);
  if (breaks || own.some((sheet) => setsMargins(sheet.cssRules))) return false;
  const colours = [document.documentElement, document.body].map((root) => getComputedStyle(root).backgroundColor);
  const colour = colours.find((each) => !/, 0\)$/.test(each)) ?? 'transparent';
  const style = document.createElement('style');
  style.textContent = `@page{margin:8mm 0;background:${colour}}@page :first{margin-top:0}`;
  document.documentElement.append(style);
  // Space below the last line could start an empty page.
  for (let last: Element | undefined = document.body; last; last = lastShownIn(last))
    for (const space of ['margin-bottom', 'padding-bottom'])
      (last as HTMLElement).style.setProperty(space, '0', 'important');
  return true;

  function lastShownIn(box: Element): Element | undefined {
    return [...box.children].reverse().find((child) => getComputedStyle(child).display !== 'none');
  }
}
