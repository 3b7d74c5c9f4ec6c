import type { Browser } from 'puppeteer';
import { DossierError } from '../errors.js';

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
