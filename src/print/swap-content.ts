import type { Page } from 'puppeteer';

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
  body: { innerHTML: string };
  fonts: Iterable<{ load(): Promise<unknown> }>;
  head: { append(style: object): void };
  createElement(name: 'style'): { id: string; textContent: string };
  getElementById(id: string): object | null;
  querySelector(selector: string): { remove(): void } | null;
}

/**
 * Gives a page that shows one document the content of another one of the same style. Its fonts stay loaded, which takes
 * longer than anything else of a document; nothing of the content before stays. The page lays out and paints for paper
 * alone: what it would show on a screen that nobody sees takes as long as what it prints.
 */
export async function replaceContent(page: Page, { lang, title, root, body }: PageParts): Promise<void> {
  await page.evaluate(
    async (content) => {
      const { document } = globalThis as unknown as { document: PageDocument };
      const id = 'paper-alone';
      if (!document.getElementById(id)) {
        // Nothing that is hidden asks for a face, and what is printed would not wait for it.
        await Promise.allSettled([...document.fonts].map((face) => face.load()));
        const style = document.createElement('style');
        style.id = id;
        style.textContent = '@media screen { body { display: none !important } }';
        // Not adopted by the page: what is adopted stays when another document is written into it.
        document.head.append(style);
      }
      document.documentElement.lang = content.lang;
      document.documentElement.setAttribute('style', content.root);
      document.title = content.title;
      document.querySelector('script')?.remove();
      document.body.innerHTML = content.body;
    },
    { lang, title, root, body },
  );
}
