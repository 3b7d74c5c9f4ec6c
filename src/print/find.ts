import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DossierError } from '../errors.js';
import { browserEnvironment } from './browser-folders.js';
import { findBundledPackage, unpackBundled } from './bundled.js';

/** The environment for finding a browser. */
export interface Surroundings {
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
  arch: string;
  home: string;
  /** Dossier's own cache for unpacked and downloaded browsers. */
  cache: string;
  announce(message: string): void;
  /** Called with the progress of a download, in bytes. */
  downloading(done: number, total: number): void;
}

export interface FoundBrowser {
  executable: string;
  /** The source of the browser, for messages. */
  from: 'given' | 'bundled' | 'cached' | 'installed' | 'downloaded';
  /** `true` for a headless shell, which has no other mode. */
  shell: boolean;
  /** Additional environment variables for the browser. */
  env: Record<string, string>;
}

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

const INSTALLED: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * Finds the browser to print with, in this order: the given one, the bundled one, one in Puppeteer's cache, an
 * installed one, a download.
 *
 * @param given a requested path; if it cannot be used, the function throws rather than trying others
 * @throws DossierError BROWSER_MISSING with a list of what was tried
 */
export async function findBrowser(given: string | undefined, around: Surroundings): Promise<FoundBrowser> {
  const asked = given ?? (around.env.PUPPETEER_EXECUTABLE_PATH || undefined);
  if (asked !== undefined) {
    if (!(await isExecutable(asked))) {
      throw new DossierError('BROWSER_MISSING', `the browser ${asked} does not exist or cannot be run`, {
        hint: 'check --browser and PUPPETEER_EXECUTABLE_PATH, or omit both',
      });
    }
    return {
      executable: asked,
      from: 'given',
      shell: /headless[-_]shell/.test(asked),
      env: {},
    };
  }
  const tried: string[] = ['--browser and PUPPETEER_EXECUTABLE_PATH: not given'];
  const bundled = findBundledPackage(around.platform, around.arch);
  if (bundled) {
    const { executable, env } = await unpackBundled(bundled, around.cache, around.announce);
    return { executable, from: 'bundled', shell: true, env };
  }
  tried.push(
    `the npm package @sparticuz/chromium: ${around.platform === 'linux' && around.arch === 'x64' ? 'not installed' : 'has no browser for this system'}`,
  );
  const cacheFolder = around.env.PUPPETEER_CACHE_DIR || join(around.home, '.cache', 'puppeteer');
  const cached = await findCached(cacheFolder);
  if (cached) return { ...cached, from: 'cached', env: {} };
  tried.push(`Puppeteer's cache, ${cacheFolder}: no browser in it`);
  const installed = await findInstalled(around);
  if (installed) return { executable: installed, from: 'installed', shell: false, env: {} };
  tried.push(`an installed Chrome or Chromium: none of ${COMMANDS.join(', ')}`);
  try {
    return {
      executable: await download(cacheFolder, around),
      from: 'downloaded',
      shell: true,
      env: {},
    };
  } catch (cause) {
    tried.push(`a download: ${(cause as Error).message.split('\n')[0]}`);
    throw new DossierError(
      'BROWSER_MISSING',
      `no browser was found; tried\n${tried.map((line) => `      ${line}`).join('\n')}`,
      {
        hint: 'install Chromium or Chrome, or set the path of one with --browser or PUPPETEER_EXECUTABLE_PATH',
        cause,
      },
    );
  }
}

async function findCached(folder: string): Promise<{ executable: string; shell: boolean } | undefined> {
  if (!(await readdir(folder).catch(() => undefined))) return undefined;
  const { getInstalledBrowsers, Browser } = await import('@puppeteer/browsers');
  const all = await getInstalledBrowsers({ cacheDir: folder });
  const newest = (name: string) =>
    all.filter((browser) => browser.browser === name).sort((a, b) => compareBuilds(b.buildId, a.buildId));
  for (const browser of [...newest(Browser.CHROMEHEADLESSSHELL), ...newest(Browser.CHROME)]) {
    if (await isExecutable(browser.executablePath)) {
      return {
        executable: browser.executablePath,
        shell: browser.browser === Browser.CHROMEHEADLESSSHELL,
      };
    }
  }
  return undefined;
}

function compareBuilds(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

async function findInstalled(around: Surroundings): Promise<string | undefined> {
  const folders = (around.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath =
    around.platform === 'win32' ? [] : COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  for (const candidate of [...onPath, ...(INSTALLED[around.platform] ?? [])]) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function download(cacheDir: string, around: Surroundings): Promise<string> {
  const { install, Browser, detectBrowserPlatform } = await import('@puppeteer/browsers');
  const { PUPPETEER_REVISIONS } = await import('puppeteer/internal/revisions.js');
  // Google publishes no build for Linux on arm64, but `detectBrowserPlatform` does not report that.
  if (!detectBrowserPlatform() || (around.platform === 'linux' && around.arch !== 'x64'))
    throw new Error('there is no build for this system');
  around.announce('downloading the browser (once)');
  const installed = await install({
    browser: Browser.CHROMEHEADLESSSHELL,
    buildId: PUPPETEER_REVISIONS['chrome-headless-shell'],
    cacheDir,
    downloadProgressCallback: around.downloading,
  });
  return installed.executablePath;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The timeout in milliseconds for a browser to print its version, which it does without starting. */
const PATIENCE = 20_000;

/**
 * A string that identifies a browser build on any machine: its version and the size of its executable.
 *
 * @throws DossierError BROWSER_LAUNCH
 */
export async function browserVersion(
  { executable, env: own }: FoundBrowser,
  env: Record<string, string | undefined>,
): Promise<string> {
  try {
    const options = { env: browserEnvironment(env, own), timeout: PATIENCE };
    const { stdout } = await promisify(execFile)(executable, ['--version'], options);
    return `${stdout.trim()}, ${(await stat(executable)).size} bytes`;
  } catch (cause) {
    throw new DossierError('BROWSER_LAUNCH', `the browser ${executable} does not report its version`, {
      hint: 'run it with --version to see why, or choose another one with --browser',
      cause,
    });
  }
}
