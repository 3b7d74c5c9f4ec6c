import { picturePath } from '../protocol.js';
import { element } from './elements.js';

/** The résumé's own page in a frame without scripts. A new one is loaded behind the old one and takes its place. */
export class WebPane {
  readonly #place = element('web-frame', HTMLDivElement);
  #shown: HTMLIFrameElement | undefined;

  async show(id: number, title: string, keepsPlace: boolean): Promise<void> {
    const frame = document.createElement('iframe');
    frame.title = `Web page: ${title}`;
    // Of the same origin, so that its place can be read and kept; without scripts of its own.
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

/** A link inside the frame would replace the résumé; it opens a page of its own, or nothing. */
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
