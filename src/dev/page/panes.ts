import type { PDFDocumentProxy, PDFPageProxy, PDFWorker } from 'pdfjs-dist';
import { formatWhere, type Problem } from '../../errors.js';
import { picturePath } from '../protocol.js';

/** pdf.js on the server, imported by URL because a page cannot resolve packages. */
const PDFJS = '/pdfjs/pdf.min.mjs';

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

/** One CSS pixel is 1/96 inch, one PDF unit 1/72. */
const PIXELS_PER_UNIT = 96 / 72;

/** The maximum width of a page that is fitted to the pane, in CSS pixels. */
const WIDEST = 1000;

/**
 * The pages of a PDF. New pages are drawn off-screen and replace the old ones all at once, at the same scroll position.
 */
export class PdfPane {
  readonly #desk = element('desk', HTMLDivElement);
  readonly #level = element('zoom-level', HTMLOutputElement);
  readonly #loading: Promise<{ pdfjs: typeof import('pdfjs-dist'); worker: PDFWorker }>;
  #document: PDFDocumentProxy | undefined;
  /** Undefined to fit the width of the pane. */
  #zoom: number | undefined;
  #fitted = 1;
  #drawings = 0;
  #width = 0;

  constructor() {
    this.#loading = load();
    element('zoom-out', HTMLButtonElement).addEventListener('click', () => this.#step(-1));
    element('zoom-in', HTMLButtonElement).addEventListener('click', () => this.#step(1));
    element('zoom-fit', HTMLButtonElement).addEventListener('click', () => this.#zoomTo(undefined));
    this.#desk.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '+' || event.key === '=') this.#step(1);
      else if (event.key === '-') this.#step(-1);
      else if (event.key === '0') this.#zoomTo(undefined);
      else return;
      event.preventDefault();
    });
    let waiting: number | undefined;
    new ResizeObserver(() => {
      if (this.#desk.clientWidth === this.#width) return;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => void this.#draw(true), 80);
    }).observe(this.#desk);
  }

  /** @param keepsPlace `true` to keep the scroll position */
  async show(id: number, keepsPlace: boolean): Promise<void> {
    const [{ pdfjs, worker }, response] = await Promise.all([this.#loading, fetch(picturePath(id, 'pdf'))]);
    if (!response.ok) throw new Error(`the PDF could not be fetched (${response.status})`);
    const data = new Uint8Array(await response.arrayBuffer());
    // The page's policy forbids eval, and the server does not serve the WebAssembly files of pdf.js.
    const opened = await pdfjs.getDocument({ data, worker, isEvalSupported: false, useWasm: false }).promise;
    const before = this.#document;
    this.#document = opened;
    await this.#draw(keepsPlace);
    await before?.loadingTask.destroy();
  }

  async #draw(keepsPlace: boolean): Promise<void> {
    const pdf = this.#document;
    const width = this.#desk.clientWidth;
    this.#width = width;
    // A hidden pane has no width; it is drawn when it gets one.
    if (!pdf || width === 0) return;
    const turn = ++this.#drawings;
    const pages: HTMLCanvasElement[] = [];
    try {
      const zoom = this.#zoom ?? this.#fit(await pdf.getPage(1));
      this.#level.textContent = `${Math.round(zoom * 100)} %`;
      for (let number = 1; number <= pdf.numPages; number++) {
        const canvas = await drawPage(await pdf.getPage(number), zoom);
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', `Page ${number} of ${pdf.numPages}; its text is in the web page`);
        pages.push(canvas);
      }
    } catch (error) {
      // The document of an outdated drawing may have been destroyed.
      if (turn === this.#drawings) throw error;
    }
    // A newer drawing has started in the meantime and replaces this one.
    if (turn !== this.#drawings) return;
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = this.#desk;
    this.#desk.replaceChildren(...pages);
    if (!keepsPlace) return this.#desk.scrollTo(0, 0);
    // Scale the scroll position with the page; at the same size it is unchanged.
    this.#desk.scrollTo(
      (scrollLeft * this.#desk.scrollWidth) / scrollWidth,
      (scrollTop * this.#desk.scrollHeight) / scrollHeight,
    );
  }

  /** The zoom at which a page is as wide as the pane. */
  #fit(page: PDFPageProxy): number {
    const style = getComputedStyle(this.#desk);
    const room = this.#desk.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    this.#fitted = Math.min(room, WIDEST) / page.getViewport({ scale: PIXELS_PER_UNIT }).width;
    return this.#fitted;
  }

  #step(by: 1 | -1): void {
    const now = this.#zoom ?? this.#fitted;
    const next = by > 0 ? STEPS.find((step) => step > now + 0.005) : STEPS.findLast((step) => step < now - 0.005);
    if (next !== undefined) this.#zoomTo(next);
  }

  #zoomTo(zoom: number | undefined): void {
    this.#zoom = zoom;
    void this.#draw(true);
  }
}

/** Draws a page on a canvas that is not attached to the document. */
async function drawPage(page: PDFPageProxy, zoom: number): Promise<HTMLCanvasElement> {
  const density = Math.min(window.devicePixelRatio || 1, 3);
  const viewport = page.getViewport({ scale: PIXELS_PER_UNIT * zoom * density });
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  canvas.style.width = `${Math.round(viewport.width / density)}px`;
  await page.render({ canvas, viewport }).promise;
  return canvas;
}

/** Loads pdf.js and one worker for all documents, because starting a worker takes longer than drawing a résumé. */
async function load(): Promise<{ pdfjs: typeof import('pdfjs-dist'); worker: PDFWorker }> {
  const pdfjs = (await import(PDFJS)) as typeof import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs';
  return { pdfjs, worker: new pdfjs.PDFWorker() };
}

/**
 * The web page of the résumé, in a frame without scripts. A new frame is loaded behind the old one and then replaces
 * it.
 */
export class WebPane {
  readonly #place = element('web-frame', HTMLDivElement);
  #shown: HTMLIFrameElement | undefined;

  async show(id: number, title: string, keepsPlace: boolean): Promise<void> {
    const frame = document.createElement('iframe');
    frame.title = `Web page: ${title}`;
    // Same-origin, so that the scroll position can be read and kept; scripts are not allowed.
    frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
    frame.className = 'coming';
    frame.src = picturePath(id, 'html');
    const loaded = new Promise<void>((resolve) => frame.addEventListener('load', () => resolve(), { once: true }));
    this.#place.append(frame);
    await loaded;
    const page = frame.contentDocument;
    if (page) {
      openLinksElsewhere(page);
      await page.fonts.ready;
    }
    const before = this.#shown;
    if (before && keepsPlace) frame.contentWindow?.scrollTo(0, before.contentWindow?.scrollY ?? 0);
    const hadFocus = before !== undefined && document.activeElement === before;
    frame.className = '';
    if (hadFocus) frame.focus();
    before?.remove();
    this.#shown = frame;
  }
}

/**
 * A link inside the frame would replace the résumé: web, mail and phone links open in a new tab, others are disabled.
 */
function openLinksElsewhere(page: Document): void {
  for (const link of page.querySelectorAll('a[href]')) {
    const address = link.getAttribute('href') ?? '';
    if (address.startsWith('#')) continue;
    if (/^(https?|mailto|tel):/i.test(address)) {
      link.setAttribute('target', '_blank');
      link.setAttribute('rel', 'noopener noreferrer');
    } else link.removeAttribute('href');
  }
}

/** Returns the element with an id; throws if the page does not contain it. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} ${id}`);
}

/** Enables the buttons that select one of the two views on a narrow screen. */
export function startSwitch(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-show]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      document.body.dataset.shown = button.dataset.show;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
    });
  }
}

/** Shows problems as the command line does: location and message, code frame, hint. */
export function showProblems(list: HTMLElement, problems: readonly Problem[]): void {
  list.replaceChildren(...problems.map(toItem));
}

/** Text from a profile is only ever added as text, never as markup. */
function toItem({ severity, message, where, frame, hint }: Problem): HTMLElement {
  const item = make('li', severity);
  if (where) item.append(make('p', 'place', formatWhere(where)));
  item.append(make('p', 'message', message));
  if (frame) item.append(make('pre', 'source', frame.replace(/^ {4}/gm, '')));
  if (hint) item.append(make('p', 'hint', hint));
  return item;
}

function make(tag: string, name: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  // Source may be wider than the page; the keyboard can scroll only an element that it can focus.
  if (tag === 'pre') made.tabIndex = 0;
  return made;
}
