import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { expect } from 'vitest';
import { openScreen, waitFor } from '../dev/support.js';
import { copyProfiles, dossier } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';
import { fileAddress, serve } from './support.js';

export const ORDER = ['nrishinghananda-roy', 'krish-arora', 'chaitanya-prabhu'];
export const NAMES = ['Nrishinghananda Roy', 'Krish Arora', 'Chaitanya Prabhu'];

/** A page with the shipped candidates, and a browser that saves the packets it creates. */
export class Bench {
  readonly folder: string;
  readonly addresses: { http: string; file: string };
  readonly #screen: Browser;
  readonly #saved: string;
  page: Page;

  private constructor(folder: string, addresses: Bench['addresses'], screen: Browser, page: Page) {
    this.folder = folder;
    this.addresses = addresses;
    this.#screen = screen;
    this.#saved = join(folder, 'saved');
    this.page = page;
  }

  /** @param prepare changes the folder before it is rendered */
  static async open(prepare?: (folder: string) => Promise<void>, ...args: string[]): Promise<Bench> {
    const folder = await sharedFolder();
    await copyProfiles(folder);
    await prepare?.(folder);
    const candidates = ORDER.map((slug) => `  - profile: ${slug}\n`).join('');
    const own = `title: Three of them\nfront: { cover: false, comparison: false, scorecards: false }\ncandidates:\n${candidates}`;
    await writeFile(join(folder, 'profiles', 'packets', 'own.yaml'), own);
    const { status, err } = await dossier(folder, ['render', '--variant', 'all', ...args]);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
    const out = join(folder, 'out');
    const addresses = { http: `${await serve(out)}index.html`, file: fileAddress(out) };
    const screen = await openScreen();
    const saved = join(folder, 'saved');
    await mkdir(saved);
    const session = await screen.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved, eventsEnabled: true });
    return new Bench(folder, addresses, screen, await screen.newPage());
  }

  /** Opens a new tab without stored state. */
  async renew(): Promise<void> {
    await this.page.close();
    this.page = await this.#screen.newPage();
  }

  close(): Promise<void> {
    return this.#screen.close();
  }

  async openBuilder(way: 'http' | 'file', chosen: readonly string[]): Promise<void> {
    await this.page.goto(`${this.addresses[way]}#chosen=${chosen.join(',')}&view=packet`);
    await this.page.waitForSelector('.builder');
  }

  /** The status message of the packet builder. */
  state(): Promise<string> {
    return this.page.$eval('.builder .state', (element) => element.textContent ?? '');
  }

  order(): Promise<string[]> {
    return this.page.$$eval('.order li b', (all) => all.map((each) => each.textContent ?? ''));
  }

  async chosenInAddress(): Promise<string | undefined> {
    const hash = await this.page.evaluate(() => location.hash);
    return /chosen=([^&]*)/.exec(decodeURIComponent(hash))?.[1];
  }

  async savedFiles(): Promise<string[]> {
    return (await readdir(this.#saved)).filter((file) => file.endsWith('.pdf'));
  }

  /** Creates the packet and reads the file that the browser saved. */
  async make(): Promise<Buffer> {
    await this.page.click('.builder button.main');
    await this.page.waitForFunction(() => {
      const button = document.querySelector<HTMLButtonElement>('.builder button.main');
      return button?.ariaDisabled !== 'true' && document.querySelector('.builder .state')?.textContent !== '';
    });
    let [name] = await this.savedFiles();
    await waitFor(async () => {
      [name] = await this.savedFiles();
      return name !== undefined;
    }, 'nothing was saved');
    const saved = join(this.#saved, String(name));
    await rename(saved, `${saved}.read`);
    return readFile(`${saved}.read`);
  }
}
