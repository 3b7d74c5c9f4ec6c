import { execFile } from 'node:child_process';
import type { Browser, PuppeteerNode } from 'puppeteer';
import { DossierError } from '../errors.js';
import { browserEnvironment, createProfileFolder, removeLeftovers } from './browser-folders.js';
import type { FoundBrowser } from './find.js';

/** A running browser; `sandboxed` is `true` if its own sandbox is on. */
export interface Launched {
  browser: Browser;
  sandboxed: boolean;
}

const ARGUMENTS = [
  '--disable-gpu',
  '--font-render-hinting=none', // glyphs keep their widths at every size
  '--force-color-profile=srgb',
  '--disable-dev-shm-usage', // /dev/shm has 64 MB in a container
  '--no-pings',
  // Host names do not resolve, and every request, including those to this machine, goes to a proxy that does not exist:
  // a page's offline mode does not cover its frames.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://0.0.0.0:1',
  '--proxy-bypass-list=<-loopback>',
];

/** The number of attempts to start a browser that exits at once, since one failure does not predict the next. */
const ATTEMPTS = 2;

/**
 * Starts a browser. The sandbox is on unless the system has none: for root, or if the browser itself reports that it
 * finds none. After any other failure, the browser is started again with the sandbox, never without.
 *
 * @param needsSandbox `true` if a browser without it is an error
 * @throws DossierError BROWSER_LAUNCH or BROWSER_SANDBOX
 */
export async function launchBrowser(
  found: FoundBrowser,
  env: Record<string, string | undefined>,
  isRoot: boolean,
  needsSandbox = false,
): Promise<Launched> {
  const own = browserEnvironment(env, found.env);
  removeLeftovers();
  if (isRoot) {
    if (needsSandbox) throw sandboxMissing(isRoot, 'run dossier as a user other than root');
    return { browser: await start(found, own, false, ATTEMPTS), sandboxed: false };
  }
  try {
    return { browser: await start(found, own, true, 1), sandboxed: true };
  } catch (error) {
    if (await isSandboxMissing(found, own)) {
      if (needsSandbox)
        throw sandboxMissing(isRoot, 'allow users to create user namespaces, or use a system that does', error);
      return { browser: await start(found, own, false, ATTEMPTS), sandboxed: false };
    }
    return { browser: await start(found, own, true, ATTEMPTS - 1), sandboxed: true };
  }
}

async function isSandboxMissing(found: FoundBrowser, env: Record<string, string>): Promise<boolean> {
  const folder = await createProfileFolder();
  try {
    return await lacksSandbox(found, env, folder.path);
  } finally {
    folder.remove();
  }
}

/** The reason why a browser has no sandbox. */
export function whyNoSandbox(isRoot: boolean): string {
  return isRoot ? 'it cannot be used as root' : 'the system does not allow it';
}

function sandboxMissing(isRoot: boolean, hint: string, cause?: unknown): DossierError {
  return new DossierError('BROWSER_SANDBOX', `the browser would run without its own sandbox: ${whyNoSandbox(isRoot)}`, {
    hint: `${hint}; if you trust every profile, omit --require-sandbox`,
    cause,
  });
}

/** Loads Puppeteer, only when a browser must be started. */
export async function loadPuppeteer(): Promise<Pick<PuppeteerNode, 'launch'>> {
  return (await import('puppeteer')).default;
}

async function start(
  found: FoundBrowser,
  env: Record<string, string>,
  sandbox: boolean,
  attempts: number,
): Promise<Browser> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open(found, env, sandbox);
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

async function open(found: FoundBrowser, env: Record<string, string>, sandbox: boolean): Promise<Browser> {
  const puppeteer = await loadPuppeteer();
  const folder = await createProfileFolder();
  let isOpen = false;
  try {
    const browser = await puppeteer.launch({
      executablePath: found.executable,
      headless: found.shell ? 'shell' : true,
      pipe: true, // no port that another user of the machine could reach
      args: [...ARGUMENTS, ...(sandbox ? [] : ['--no-sandbox'])],
      env,
      // A folder created by the driver could not be distinguished from that of a running browser.
      userDataDir: folder.path,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      protocolTimeout: 120_000,
      timeout: 60_000,
      // The driver would wait forever for the browser's first page, which is not used, if the browser exited meanwhile.
      waitForInitialPage: false,
      targetFilter: () => isOpen,
    });
    isOpen = true;
    browser.process()?.once('exit', folder.remove);
    // The driver removes its error listeners before the pipes break; without these, killing a browser would end this
    // process.
    for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => undefined);
    await hearOfDeaths(browser).catch((error) => {
      browser.process()?.kill('SIGKILL');
      throw error;
    });
    return browser;
  } catch (cause) {
    folder.remove();
    const line = String((cause as Error).message)
      .split('\n')
      .find((text) => text.trim() !== '');
    throw new DossierError(
      'BROWSER_LAUNCH',
      `the browser ${found.executable} does not start: ${line ?? 'no reason given'}`,
      {
        hint: 'run it with --headless --version to see why, or choose another one with --browser',
        cause,
      },
    );
  }
}

/** The timeout in milliseconds for a browser to start, load an empty page and exit. */
const PATIENCE = 30_000;

/** The browser's messages on a system that allows it no sandbox. */
const NO_SANDBOX =
  /no usable sandbox|failed to move to new namespace|running as root without --no-sandbox|setuid sandbox.{0,200}(?:not configured|not found|check)/i;

/**
 * Asks the browser itself whether the system allows it a sandbox: it reports this on its error stream before it exits,
 * for every possible reason (kernel settings, AppArmor, container filters).
 *
 * @param env the environment for the browser
 * @param folder the folder for its profile
 * @returns `true` if the browser exits because it has no sandbox; `false` if it starts with one, or fails for another
 *   reason
 */
async function lacksSandbox(found: FoundBrowser, env: Record<string, string>, folder: string): Promise<boolean> {
  const args = ['--headless', '--disable-gpu', `--user-data-dir=${folder}`, '--dump-dom', 'about:blank'];
  return new Promise((resolve) => {
    execFile(
      found.executable,
      args,
      { env, timeout: PATIENCE, killSignal: 'SIGKILL', maxBuffer: 4 * 1024 * 1024 },
      (error, _, stderr) => resolve(error !== null && NO_SANDBOX.test(stderr)),
    );
  });
}

/**
 * Makes pending operations fail at once when a browser or one of its pages crashes. The driver alone would wait for
 * minutes.
 */
export async function hearOfDeaths(browser: Browser): Promise<void> {
  // The driver waits up to half a minute for a new page after its browser has exited, and keeps this process running.
  const ended = new AbortController();
  browser.once('disconnected', () => ended.abort(new Error('Target closed: the browser has ended')));
  const wait = browser.waitForTarget.bind(browser);
  browser.waitForTarget = (matches, options) => wait(matches, { signal: ended.signal, ...options });
  // The browser keeps a crashed page, whether it was printing, idle or still opening, and never answers requests to it.
  // Requests to a closed page fail at once.
  const session = await browser.target().createCDPSession();
  session.on('Target.targetCrashed', ({ targetId }) => {
    session.send('Target.closeTarget', { targetId }).catch(() => undefined);
  });
  await session.send('Target.setDiscoverTargets', { discover: true });
}

const LOST =
  /Target closed|Session closed|Page crashed|detached|timed out|Failed to create|main frame too early|context was destroyed/i;

/** `true` if the browser did not print a document because its margins are as large as its paper. */
export function leavesNoRoom(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /content area is empty/i.test(error.message) || leavesNoRoom(error.cause);
}

/** Turns a print failure into an error that users can understand; unexpected errors are returned unchanged. */
export function explainFailure(error: unknown, name: string, connected: boolean): unknown {
  if (error instanceof DossierError) return error;
  if (leavesNoRoom(error)) {
    return new DossierError('PRINT_EMPTY', `the paper and margins of ${name} leave no room for text`, {
      hint: 'make its paper larger or its margins smaller',
      cause: error,
    });
  }
  if (!connected) {
    return new DossierError('BROWSER_CRASH', `the browser stopped while it printed ${name}`, {
      hint: 'try again; if memory is low, use --concurrency 1',
      cause: error,
    });
  }
  if ((error as Error).name === 'TimeoutError') {
    return new DossierError('PRINT_TIMEOUT', `${name} took too long to print or to draw`, {
      hint: 'check for very large pictures or text',
      cause: error,
    });
  }
  // The protocol and the driver report a crashed page process with various messages.
  const { name: kind, message } = error as Error;
  if (kind === 'ProtocolError' || LOST.test(message)) {
    return new DossierError('BROWSER_CRASH', `the page stopped while it printed ${name}`, {
      hint: 'try again; if memory is low, use --concurrency 1',
      cause: error,
    });
  }
  return error;
}
