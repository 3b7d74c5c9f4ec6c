import type { ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { findBrowser } from '../../src/print/find.js';
import { children } from '../support/children.js';
import { startDossier } from '../support/cli.js';
import { surroundings } from '../support/services.js';

/** A running `dossier dev`, as a user starts it. */
export interface RunningDev {
  url: string;
  port: number;
  child: ChildProcess;
  /** The output so far, from stdout and stderr. */
  output(): string;
  /** Resolves once the output matches. */
  until(words: RegExp): Promise<void>;
  /** Sends Ctrl-C and resolves with the exit status. */
  stop(): Promise<number | null>;
}

/** Starts `dossier dev` in a folder, on any free port unless the arguments name one. */
export function startDev(folder: string, args: readonly string[] = ['--port', '0']): Promise<RunningDev> {
  return followDev(startDossier(folder, ['dev', ...args]));
}

/** Waits until a preview process prints its address. */
export async function followDev(child: ChildProcess): Promise<RunningDev> {
  children.add(child);
  child.once('close', () => children.delete(child));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (more) => {
      text += more;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const until = (words: RegExp) =>
    waitFor(() => {
      if (child.exitCode !== null) throw new Error(`dossier dev has exited:\n${text}`);
      return words.test(text);
    }, `dossier dev did not print ${words}`);
  await until(/http:\S+/);
  const url = /http:\S+/.exec(text)?.[0] ?? '';
  return {
    url,
    port: Number(new URL(url).port),
    child,
    output: () => text,
    until,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** Polls a condition for a bounded time. */
export async function waitFor(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  for (let tries = 0; tries < 1_800; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(otherwise);
}

/**
 * The printer’s browser with scripts and access to this machine enabled, as a user has it. Without a sandbox, since it
 * opens only pages of the tests, and an ordinary user may have none.
 */
export async function openScreen(): Promise<Browser> {
  const found = await findBrowser(undefined, surroundings());
  return puppeteer.launch({
    executablePath: found.executable,
    headless: found.shell ? 'shell' : true,
    pipe: true,
    args: ['--disable-gpu', '--disable-dev-shm-usage', '--no-sandbox'],
    // In a locale without Unicode, the browser cannot save files with other names.
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...found.env },
  });
}

/** Faults of a page: console messages, errors, policy violations, external requests. */
export function listenForFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => void faults.push(message.text()));
  page.on('pageerror', (error) => void faults.push(String(error)));
  page.on('dialog', (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (asked) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(asked.url())) faults.push(`asked for ${asked.url()}`);
  });
  return faults;
}

/** Opens the preview page and waits for its first picture. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.picture !== undefined);
  return page;
}

/** The visible state of the preview page. */
export interface Shown {
  picture: number;
  /** `true` while a picture is being replaced. */
  isBusy: boolean;
  state: string;
  isOld: boolean;
  /** The résumé in the frame. */
  web: string;
  problems: string[];
  warnings: string[];
  pages: number;
  title: string;
  search: string;
}

export function read(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const all = (selector: string) => [...document.querySelectorAll(selector)].map((item) => item.textContent ?? '');
    return {
      picture: Number(document.body.dataset.picture ?? 0),
      isBusy: document.getElementById('panes')?.ariaBusy === 'true',
      state: text('#state'),
      isOld: document.body.classList.contains('old'),
      web: document.querySelector<HTMLIFrameElement>('iframe:not(.coming)')?.contentDocument?.body?.innerText ?? '',
      problems: (document.getElementById('alert') as HTMLElement).hidden ? [] : all('#errors li'),
      warnings: all('#note-list li'),
      pages: document.querySelectorAll('canvas').length,
      title: document.title,
      search: location.search,
    };
  });
}

/** Resolves with the state of the page as soon as it meets a condition and is complete. */
export async function see(page: Page, wanted: (shown: Shown) => boolean, what: string): Promise<Shown> {
  let shown = await read(page);
  await waitFor(async () => {
    shown = await read(page);
    return !shown.isBusy && wanted(shown);
  }, `the page does not show ${what}`);
  return shown;
}

/** The total darkness of each drawn PDF page: 0 is white paper. */
export function inkOf(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      let ink = 0;
      for (let at = 0; at < data.length; at += 4) ink += 255 - (data[at] ?? 255);
      return ink;
    }),
  );
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends a request as is: no client normalizes its path or Host header. */
export function ask(port: number, path: string, options: { host?: string; method?: string } = {}): Promise<Answer> {
  const { host = `127.0.0.1:${port}`, method = 'GET' } = options;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host }, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (more) => {
        body += more;
        // An event stream does not end by itself.
        if (response.headers['content-type']?.startsWith('text/event-stream')) response.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** `true` if a port of an address accepts connections. */
export function isOpen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
