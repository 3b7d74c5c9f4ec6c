import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer';
import { afterAll } from 'vitest';
import { serveFile } from '../../src/cli/site.js';
import { closeServer } from '../../src/dev/listen.js';
import type { SitePlaces } from '../../src/site/assets.js';
import type { Card } from '../../src/site/model.js';
import { ROOT } from '../support/paths.js';

const require = createRequire(import.meta.url);

/** Locations of the page's own files in this project. */
export const PLACES: SitePlaces = {
  templates: join(ROOT, 'templates'),
  compiled: join(ROOT, 'dist'),
  moduleFile: (name) => require.resolve(name),
};

/** Serves a folder on a local web server and returns its address. */
export async function serve(folder: string): Promise<string> {
  const server = createServer((request, response) => void serveFile(folder, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => closeServer(server));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The file: address of the page in a folder. */
export const fileAddress = (folder: string) => `${pathToFileURL(folder).href}/index.html`;

/** Problems of a page: errors, policy violations, and requests outside of its folder. */
export interface Watched {
  faults: string[];
  /** Everything that it loaded from its folder. */
  loaded: string[];
}

export function watch(page: Page, address: string): Watched {
  const base = new URL('.', address).href;
  const seen: Watched = { faults: [], loaded: [] };
  page.on('console', (message) => void seen.faults.push(message.text()));
  page.on('pageerror', (error) => void seen.faults.push(String(error)));
  page.on('requestfailed', (request) => void seen.faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (request.url().startsWith(base)) seen.loaded.push(request.url().slice(base.length).replace(/#.*/, ''));
    else seen.faults.push(`asked for ${request.url()}`);
  });
  return seen;
}

/** Opens a page and waits until the full-text search is ready. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.searches === 'all');
}

/** The names on the cards, in order. */
export const names = (page: Page) => page.$$eval('.card h3', (all) => all.map((each) => each.textContent ?? ''));

/** A minimal card with the given fields. */
export function cardOf(part: Partial<Card> & { slug: string; name: string }): Card {
  const lists = { skills: [], metrics: [], positions: [], education: [], languages: [], versions: [] };
  return { lang: 'en', asOf: '2026-11', ...lists, ...part };
}
