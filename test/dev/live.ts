import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll } from 'vitest';
import { copyProfiles } from '../support/cli.js';
import { ROOT, sharedFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { listenForFaults, openPage, openScreen, type RunningDev, startDev } from './support.js';

/** A project with a custom template, its preview, and a browser that shows it, for the tests of one file. */
export class Live {
  browser!: Browser;
  folder!: string;
  dev!: RunningDev;
  page!: Page;
  faults!: string[];
  /** The original text of the profile that is shown first. */
  original!: string;

  krish(): string {
    return join(this.folder, 'profiles', 'krish-arora.yaml');
  }

  async choose(id: string, value: string): Promise<void> {
    await this.page.select(`#${id}`, value);
  }

  /** The text of the PDF that the page shows. */
  async pdfText(): Promise<string> {
    const base64 = await this.page.evaluate(async () => {
      const link = document.getElementById('open-pdf') as HTMLAnchorElement;
      const bytes = new Uint8Array(await (await fetch(link.href)).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    });
    return (await readPdf(Buffer.from(base64, 'base64'))).pages.map(({ text }) => text).join('\n');
  }
}

/** Opens the preview before the tests of the file and closes everything after them. */
export function openLive(): Live {
  const live = new Live();
  beforeAll(async () => {
    live.folder = await sharedFolder();
    await copyProfiles(live.folder);
    await cp(join(ROOT, 'templates', 'classic'), join(live.folder, 'templates', 'own'), { recursive: true });
    live.original = await readFile(live.krish(), 'utf8');
    [live.browser, live.dev] = await Promise.all([openScreen(), startDev(live.folder, ['krish-arora', '--port', '0'])]);
    live.page = await openPage(live.browser, live.dev.url);
    live.faults = listenForFaults(live.page);
  });
  afterAll(async () => {
    await live.browser.close();
    await live.dev.stop();
  });
  return live;
}
