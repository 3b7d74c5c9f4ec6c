import { parentPort } from 'node:worker_threads';
// Loaded while the browser starts, and not only with the first print.
import './pdf/extent.js';
import './pdf/finish.js';
import { finisher } from './resume/finisher.js';
import type { FinishingAnswer, FinishingTask } from './resume/finisher-threads.js';
import { sent } from './resume/sent-error.js';

// A thread that finishes what the browser printed: tasks in, answers out.
const port = parentPort;
if (!port) throw new Error('this file is run as a thread');

port.on('message', async ({ id, method, args }: FinishingTask) => {
  let answer: FinishingAnswer;
  try {
    const work = finisher[method] as (...args: unknown[]) => Promise<unknown>;
    answer = { id, value: await work(...args) };
  } catch (error) {
    answer = { id, error: sent(error) };
  }
  port.postMessage(answer);
});
