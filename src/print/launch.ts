import type { Browser, PuppeteerNode } from 'puppeteer-core';
import { DossierError } from '../errors.js';
import { hearOfDeaths } from './deaths.js';
import type { FoundBrowser } from './find.js';

/** A running browser, and whether its own sandbox is on. */
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
  // No host has an address and every request goes to a proxy that is not there, this machine's own servers included:
  // a page's offline mode does not reach the frames inside it.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://0.0.0.0:1',
  '--proxy-bypass-list=<-loopback>',
];

/**
 * Starts a browser. The sandbox is on unless the system has none (root, or no user namespaces).
 *
 * @param needsSandbox whether a browser without it is an error
 * @throws DossierError BROWSER_LAUNCH or BROWSER_SANDBOX
 */
export async function launchBrowser(
  found: FoundBrowser,
  env: Record<string, string | undefined>,
  isRoot: boolean,
  needsSandbox = false,
): Promise<Launched> {
  if (isRoot) {
    if (needsSandbox) throw sandboxMissing(isRoot, 'run dossier as a user without the rights of root');
    return { browser: await start(found, env, false), sandboxed: false };
  }
  try {
    return { browser: await start(found, env, true), sandboxed: true };
  } catch {
    // A browser that finds no sandbox ends without a word on its pipe, so any failure is tried again without; where
    // the sandbox was not the reason, that attempt fails as well and says why.
    const browser = await start(found, env, false);
    if (!needsSandbox) return { browser, sandboxed: false };
    await browser.close();
    throw sandboxMissing(isRoot, 'let users create user namespaces, or use a system that does');
  }
}

/** Why a browser has no sandbox. */
export function whyNoSandbox(isRoot: boolean): string {
  return isRoot ? 'it has none for root' : 'the system gives it none';
}

function sandboxMissing(isRoot: boolean, hint: string): DossierError {
  return new DossierError('BROWSER_SANDBOX', `the browser would run without its own sandbox: ${whyNoSandbox(isRoot)}`, {
    hint: `${hint}; where every profile is your own, leave --require-sandbox out`,
  });
}

/** Puppeteer, loaded when a browser is to be started and not before. */
export async function loadPuppeteer(): Promise<Pick<PuppeteerNode, 'launch'>> {
  return (await import('puppeteer-core')).default;
}

/** Starts a browser. One that ended as it started says nothing about the next; without a sandbox there is no other. */
async function start(found: FoundBrowser, env: Record<string, string | undefined>, sandbox: boolean): Promise<Browser> {
  try {
    return await open(found, env, sandbox);
  } catch (error) {
    if (sandbox) throw error;
    return open(found, env, sandbox);
  }
}

async function open(found: FoundBrowser, env: Record<string, string | undefined>, sandbox: boolean): Promise<Browser> {
  const puppeteer = await loadPuppeteer();
  let isOpen = false;
  try {
    const browser = await puppeteer.launch({
      executablePath: found.executable,
      headless: found.shell ? 'shell' : true,
      pipe: true, // no port that another user of the machine could reach
      args: [...ARGUMENTS, ...(sandbox ? [] : ['--no-sandbox'])],
      env: { ...env, ...found.env },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      protocolTimeout: 120_000,
      timeout: 60_000,
      // The driver would wait for ever for the browser's first page, which nobody uses, if the browser ended meanwhile.
      waitForInitialPage: false,
      targetFilter: () => isOpen,
    });
    isOpen = true;
    // The driver stops listening to its pipes before they break, which would end this process when a browser is killed.
    for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => undefined);
    await hearOfDeaths(browser).catch((error) => {
      browser.process()?.kill('SIGKILL');
      throw error;
    });
    return browser;
  } catch (cause) {
    const line = String((cause as Error).message)
      .split('\n')
      .find((text) => text.trim() !== '');
    throw new DossierError(
      'BROWSER_LAUNCH',
      `the browser ${found.executable} does not start: ${line ?? 'no reason given'}`,
      {
        hint: 'run it by hand with --headless --version to see why, or name another one with --browser',
        cause,
      },
    );
  }
}
