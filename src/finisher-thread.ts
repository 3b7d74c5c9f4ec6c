import { parentPort } from 'node:worker_threads';
import { finisher, sent } from './document/finisher.js';
import { END, type FinishingAnswer, type FinishingTask } from './document/finisher-threads.js';
// Loaded while the browser starts, and not only with the first print.
import './pdf/layout-metrics.js';
import './pdf/finish.js';

/**
 * Milliseconds in which what V8 still compiles beside this thread comes to its end. Where the thread is gone by then,
 * Node 20 may abort the whole process; where it only waits for that, both may wait for each other.
 */
const REST = 50;

// A thread that finishes what the browser printed: tasks in, answers out.
const port = parentPort;
if (!port) throw new Error('this file is run as a thread');

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
