import type { Browser, HTTPRequest, Page, PaperFormat, PDFOptions } from 'puppeteer';
import { DossierError } from '../errors.js';
import { withTimeout } from '../timeout.js';

/** The timeout in milliseconds for opening a page; a page whose process crashes while it opens never reports back. */
const OPENING = 10_000;

/**
 * The style of a job whose document can replace another with the same style. Documents with pictures are excluded,
 * because the browser waits for pictures only during a full load.
 */
export function styleOf({ parts }: PrintJob): string | undefined {
  return parts && !/<img\b/.test(parts.body) ? parts.style : undefined;
}

/** Opens a page without scripts and network access. */
export async function openPage(browser: Browser): Promise<Page> {
  const opening = (async () => {
    const page = await browser.newPage();
    await Promise.all([page.setJavaScriptEnabled(false), page.setOfflineMode(true)]);
    return page;
  })();
  opening.catch(() => undefined);
  return withTimeout(OPENING, opening, () => {
    // The browser's other pages may still work, but starting a new browser takes less time than finding out.
    browser.process()?.kill('SIGKILL');
    return new Error('Target closed: a page did not open');
  });
}

/** Runs work on a page and rejects at once if the page's process crashes, which the browser's protocol does not do. */
export async function withPage<T>(page: Page, work: () => Promise<T>): Promise<T> {
  let fail: (error: Error) => void = () => undefined;
  const crash = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Not `once`: `off` does not remove its wrapper, and the page would keep every result until it is closed.
  page.on('error', fail);
  const result = work();
  result.catch(() => undefined);
  return Promise.race([result, crash]).finally(() => page.off('error', fail));
}

/** Checks that a page with text embeds a font: a browser that finds no fonts prints empty pages and reports success. */
export function checkText(pdf: Uint8Array, job: PrintJob): void {
  if (Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).includes('/ToUnicode')) return;
  const body = job.html.slice(job.html.indexOf('<body'));
  if (body.replace(/<[^<>]*>/g, '').trim() === '') return;
  throw new DossierError('PRINT_EMPTY', `the browser printed ${job.name} without any text`, {
    hint: 'install a font, because the browser finds none, or use the bundled browser (npm install @sparticuz/chromium)',
  });
}

/** The parts of a page's document that are written to. The page runs as another program, unknown to the compiler. */
interface PageDocument {
  documentElement: {
    lang: string;
    getAttributeNames(): string[];
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
  };
  title: string;
  body: { innerHTML: string };
  fonts: Iterable<{ load(): Promise<unknown> }>;
  head: { append(style: object): void };
  createElement(name: 'style'): { id: string; textContent: string };
  getElementById(id: string): object | null;
  querySelector(selector: string): { remove(): void } | null;
}

/**
 * Replaces the content of a page with another document of the same style. Its fonts stay loaded, because loading them
 * takes longer than anything else; nothing of the earlier content remains. The page is laid out and painted only for
 * paper, because rendering it for a screen as well would take as long as printing.
 */
export async function replaceContent(
  page: Page,
  { lang, title, root, attributes = {}, body }: PageParts,
): Promise<void> {
  await page.evaluate(
    async (content) => {
      const { document } = globalThis as unknown as { document: PageDocument };
      const id = 'paper-alone';
      if (!document.getElementById(id)) {
        // Hidden content requests no fonts, and printing would not wait for them.
        await Promise.allSettled([...document.fonts].map((face) => face.load()));
        const style = document.createElement('style');
        style.id = id;
        style.textContent = '@media screen { body { display: none !important } }';
        // Not an adopted style sheet, which would remain when another document is written into the page.
        document.head.append(style);
      }
      const { documentElement } = document;
      documentElement.lang = content.lang;
      for (const name of documentElement.getAttributeNames())
        if (name.startsWith('data-') && !(name in content.attributes)) documentElement.removeAttribute(name);
      for (const [name, value] of Object.entries({ ...content.attributes, style: content.root }))
        documentElement.setAttribute(name, value);
      document.title = content.title;
      document.querySelector('script')?.remove();
      document.body.innerHTML = content.body;
    },
    { lang, title, root, attributes, body },
  );
}

/** The paper and its print options, in the terms of Puppeteer. */
export interface PrintPaper
  extends Pick<
    PDFOptions,
    'width' | 'height' | 'landscape' | 'margin' | 'scale' | 'printBackground' | 'preferCSSPageSize'
  > {
  format?: Lowercase<PaperFormat>;
  /** The media type whose styles apply; `screen` by default. */
  mediaType?: 'screen' | 'print';
}

/** A document in parts. Documents with the same style differ only in their content and its size. */
export interface PageParts {
  lang: string;
  title: string;
  /** Fonts and rules as CSS. */
  style: string;
  /** CSS declarations of the root element. */
  root: string;
  /** Attributes of the root element whose names begin with `data-`. */
  attributes?: Readonly<Record<string, string>>;
  /** The content of <body>. */
  body: string;
}

/** One document to print. */
export interface PrintJob {
  html: string;
  /** The document in parts: if a page already shows a document in the same style, only its content is replaced. */
  parts?: PageParts;
  /** The name of the document in messages. */
  name: string;
  /** A page is reused only for jobs of the same group (a template). */
  group: string;
  /** `false` for a document that is drawn into other pages rather than read. */
  tagged?: boolean;
  /** The paper size, if the document's style does not set it. */
  paper?: PrintPaper;
  /** Called with each address that the document requested; none of the requests is answered. */
  blocked?: (address: string) => void;
  signal?: AbortSignal | undefined;
}

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
