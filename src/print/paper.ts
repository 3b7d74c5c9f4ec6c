import type { HTTPRequest, Page } from 'puppeteer';
import type { PrintJob, PrintPaper } from './job.js';

/**
 * Prints a document that says nothing of its paper, and tells what it asked for in vain. What it lays out for a screen is
 * made to break well between pages.
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
    // A page that resists, by names that take the place of what these call, is printed as it is.
    await page.evaluate(letFlow).catch(() => undefined);
    const print = () => page.pdf({ printBackground: true, ...options, tagged, outline: tagged, timeout });
    const pdf = await print();
    if (options.margin !== undefined || !hasSeveralPages(pdf)) return pdf;
    return (await page.evaluate(keepOffEdges).catch(() => false)) ? await print() : pdf;
  } finally {
    page.off('requestfailed', tell);
  }
}

/** Whether a PDF, as the browser writes it, has more than one page. */
function hasSeveralPages(pdf: Uint8Array): boolean {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return (text.match(/\/Type\s?\/Page(?!s)/g) ?? []).length > 1;
}

// What runs in the page of a stranger, whose own scripts do not run: it sees to the breaks between pages.

/**
 * Lets what may be longer than a page flow from one page to the next. The browser gives the rows of a grid their heights
 * before it breaks pages, so that what a break moves down runs into the row below; and what clips its content keeps the
 * width that it has on its first page.
 */
function letFlow(): void {
  for (const box of document.querySelectorAll<HTMLElement>('body *')) {
    const { display, overflowX, gridTemplateColumns, rowGap } = getComputedStyle(box);
    // Names of lines stand in brackets.
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
 * Keeps text off the edges of the paper where one page follows another, unless the document sets its margins or pages
 * itself; the first page begins where it did. The background goes on in the margins.
 *
 * @returns whether anything was changed
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
  // Sheets with addresses were not loaded, and their rules are withheld.
  const own = [...document.styleSheets].filter(({ href }) => href === null);
  if (breaks || own.some((sheet) => setsMargins(sheet.cssRules))) return false;
  const colours = [document.documentElement, document.body].map((root) => getComputedStyle(root).backgroundColor);
  const colour = colours.find((each) => !/, 0\)$/.test(each)) ?? 'transparent';
  const style = document.createElement('style');
  style.textContent = `@page{margin:8mm 0;background:${colour}}@page :first{margin-top:0}`;
  document.documentElement.append(style);
  // The space below the last line would begin a page without any.
  for (let last: Element | undefined = document.body; last; last = lastShownIn(last))
    for (const space of ['margin-bottom', 'padding-bottom'])
      (last as HTMLElement).style.setProperty(space, '0', 'important');
  return true;

  function lastShownIn(box: Element): Element | undefined {
    return [...box.children].reverse().find((child) => getComputedStyle(child).display !== 'none');
  }
}
