import type { Browser } from 'puppeteer';
import { type Launched, launchBrowser } from '../../src/print/launch.js';

/**
 * The running browsers of this test process, keyed by their launch arguments. They end with the process, because they are
 * connected to it by pipes.
 */
const running = new Map<string, Promise<Launched>>();

/** Launches one browser for all commands and printers of a test process. Each gets its own context and pages. */
export const launchShared: typeof launchBrowser = async (found, env, isRoot, needsSandbox) => {
  const asked = JSON.stringify([found, isRoot, needsSandbox]);
  let launched = running.get(asked);
  if (!(await launched?.catch(() => undefined))?.browser.connected) {
    launched = launchBrowser(found, env, isRoot, needsSandbox);
    running.set(asked, launched);
  }
  const { browser, sandboxed } = (await launched) as Launched;
  return { browser: await lend(browser), sandboxed };
};

/** Wraps a browser with a separate context. Closing the wrapper closes only the context. */
async function lend(browser: Browser): Promise<Browser> {
  const context = await browser.createBrowserContext();
  const own: Partial<Browser> = {
    newPage: () => context.newPage(),
    close: () => context.close(),
    process: () => null,
  };
  return new Proxy(browser, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return own[name as keyof Browser];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
