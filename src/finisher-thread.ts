import { parentPort } from 'node:worker_threads';
import { END, type FinishingAnswer, type FinishingTask, finisher, sent } from './document/finisher.js';
// Loaded while the browser starts, instead of with the first print.
import './pdf/layout-metrics.js';
import './pdf/finish.js';

/**
 * Milliseconds in which V8 finishes compiling for this thread. If the thread ends earlier, Node 20 may abort the whole
 * process; if the thread blocks until then, the two may deadlock.
 */
const REST = 50;

// A thread that post-processes the PDFs that the browser printed: it receives tasks and posts answers.
const port = parentPort;
if (!port) throw new Error('this file must run as a worker thread');

port.on('message', async (message: FinishingTask | typeof END) => {
  if (message === END) {
    setTimeout(() => port.close(), REST);
    return;
  }
  const { id, method, args } = message;
  let answer: FinishingAnswer;
  try {
    const work = finisher[method] as (...args: unknown[]) => Promise<unknown>;
    answer = { id, value: await work(...args) };
  } catch (error) {
    answer = { id, error: sent(error) };
  }
  port.postMessage(answer);
});
