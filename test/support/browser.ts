import type { Browser } from 'puppeteer';
import { afterAll } from 'vitest';
import { type Launched, launchBrowser } from '../../src/print/launch.js';

/** The running browsers of this test file, keyed by their launch arguments. */
const running = new Map<string, Promise<Launched>>();

afterAll(async () => {
  const launched = await Promise.allSettled(running.values());
  running.clear();
  await Promise.all(launched.map((one) => (one.status === 'fulfilled' ? one.value.browser.close() : undefined)));
});

/** Launches one browser for all commands of a test file. Each command gets its own context and pages. */
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
