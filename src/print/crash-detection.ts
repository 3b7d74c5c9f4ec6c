import type { Browser } from 'puppeteer';
import { DossierError } from '../errors.js';

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

const LOST =
  /Target closed|Session closed|Page crashed|detached|timed out|Failed to create|main frame too early|context was destroyed/i;

/** Whether a document was not printed since its margins are as large as its paper, as the browser says it. */
export function leavesNoRoom(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /content area is empty/i.test(error.message) || leavesNoRoom(error.cause);
}

/** Why a document was not printed, as one who reads it can understand; what nobody foresaw stays as it is. */
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
      hint: 'try again; with less memory, use --concurrency 1',
      cause: error,
    });
  }
  if ((error as Error).name === 'TimeoutError') {
    return new DossierError('PRINT_TIMEOUT', `${name} took too long to print or to draw`, {
      hint: 'look for very large pictures or text',
      cause: error,
    });
  }
  // The browser's protocol and its driver fail where the page's process has died, in whichever words.
  const { name: kind, message } = error as Error;
  if (kind === 'ProtocolError' || LOST.test(message)) {
    return new DossierError('BROWSER_CRASH', `the page stopped while it printed ${name}`, {
      hint: 'try again; with less memory, use --concurrency 1',
      cause: error,
    });
  }
  return error;
}
