import type { Browser } from 'puppeteer-core';

/** Makes what waits for a browser or one of its pages hear of their death, which its driver waits minutes for. */
export async function hearOfDeaths(browser: Browser): Promise<void> {
  // The driver's wait for a new page goes on for half a minute after its browser has ended, and keeps this process up.
  const ended = new AbortController();
  browser.once('disconnected', () => ended.abort(new Error('Target closed: the browser has ended')));
  const wait = browser.waitForTarget.bind(browser);
  browser.waitForTarget = (matches, options) => wait(matches, { signal: ended.signal, ...options });
  // The browser keeps a page whose process has died, be it printing, waiting or still opening, and whoever asks it gets
  // no answer; a page that is closed fails at once.
  const session = await browser.target().createCDPSession();
  session.on('Target.targetCrashed', ({ targetId }) => {
    session.send('Target.closeTarget', { targetId }).catch(() => undefined);
  });
  await session.send('Target.setDiscoverTargets', { discover: true });
}
