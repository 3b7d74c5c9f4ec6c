import type { SiteData, Texts } from '../model.js';

/** What data files call; each is a classic script, since a page from a disk can load nothing else. */
interface Receiver {
  cards(data: SiteData): void;
  texts(texts: Texts): void;
}

declare global {
  var dossier: Receiver;
}

const texts = new Map<string, string>();

/** Takes what the page begins with, as soon as it is loaded. */
export function receive(begin: (data: SiteData) => void): void {
  globalThis.dossier = {
    cards: begin,
    texts: (some) => {
      for (const [slug, text] of Object.entries(some)) texts.set(slug, ` ${text}`);
    },
  };
}

/** The words of each candidate, once their scripts are loaded. */
export async function loadTexts(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  await Promise.all(paths.map(loadScript));
  return texts;
}

/** Loads a data file; one that is missing is passed over, since all else works without it. */
export function loadScript(path: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = path;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => resolve());
    document.head.append(script);
  });
}
