import { parentPort } from 'node:worker_threads';
import { DossierError } from '../../dist/errors.js';
import { bind } from './bind.mjs';

/** `true` for an error that is a bug in the program, even if a handler caught and wrapped it. */
function isBug(error) {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

parentPort.on('message', async ({ strips, first, foreign }) => {
  try {
    parentPort.postMessage({ bound: await bind(strips, first, foreign) });
  } catch (error) {
    if (error instanceof DossierError) {
      const { code, message, cause } = error;
      parentPort.postMessage({ refused: { code, message, cause: isBug(cause) ? cause.stack : undefined } });
    } else parentPort.postMessage({ bug: error?.stack ?? String(error) });
  }
});
