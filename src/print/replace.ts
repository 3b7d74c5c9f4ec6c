import type { Page } from 'puppeteer-core';

/** A document in parts. Documents with the same style differ only in what they say and how large they say it. */
export interface PageParts {
  lang: string;
  title: string;
  /** Fonts and rules, as CSS. */
  style: string;
  /** Declarations of the root element. */
  root: string;
  /** The inside of <body>. */
  body: string;
}

/** What of a page's document is written to; the page is another program, which the compiler knows nothing of. */
interface PageDocument {
  documentElement: { lang: string; setAttribute(name: string, value: string): void };
  title: string;
  body: { innerHTML: string; offsetHeight: number };
  fonts: { ready: Promise<unknown> };
  querySelector(selector: string): { remove(): void } | null;
}

/**
 * Gives a page that shows one document the content of another one of the same style. Its fonts stay loaded, which takes
 * longer than anything else of a document; nothing of the content before stays.
 */
export async function replaceContent(page: Page, { lang, title, root, body }: PageParts): Promise<void> {
  await page.evaluate(
    async (content) => {
      const { document } = globalThis as unknown as { document: PageDocument };
      document.documentElement.lang = content.lang;
      document.documentElement.setAttribute('style', content.root);
      document.title = content.title;
      document.querySelector('script')?.remove();
      document.body.innerHTML = content.body;
      // Faces that the content before did not use are asked for when the page is laid out.
      if (document.body.offsetHeight >= 0) await document.fonts.ready;
    },
    { lang, title, root, body },
  );
}
