import type { Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, disconnect, whileThere } from '../../src/queue/connect.js';
import { matrixTest } from '../support/matrix.js';
import { sendSignal } from '../support/processes.js';
import { listening, pretendRedis } from './listening.js';
import { openRun, openWorker, textOf } from './own.js';
import { sharedRedis } from './shared.js';

const redis = sharedRedis();

/** Suspends the server like a machine that swaps: connections stay open, but nothing is answered. */
function hang(): () => void {
  const { processId } = redis();
  sendSignal(processId, 'SIGSTOP');
  const goOn = () => void sendSignal(processId, 'SIGCONT');
  onTestFinished(goOn);
  return goOn;
}

/** A clock that runs faster than real time by the given factor. */
const fast = (times: number) => () => performance.now() * times;

test('warns about a Redis that hangs, and continues when it responds', async () => {
  const worker = await openWorker(redis().url, { now: fast(3) });
  const run = await openRun(redis().url, { now: fast(10) });
  expect(textOf(await run.make('Ada'))).toContain('Ada');
  const goOn = hang();
  const making = run.make('Grace');
  await expect.poll(() => run.said).toEqual(['the connection to the queue is lost; waiting for it to return']);
  await expect.poll(() => worker.worker.isAnswered).toBe(false);
  goOn();
  expect(textOf(await making)).toContain('Grace');
  expect(textOf(await run.make('Edsger'))).toContain('Edsger');
  expect(run.said).toHaveLength(1);
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(3);
  await expect.poll(() => worker.worker.isAnswered).toBe(true);
});

matrixTest('ends a run and a worker if Redis hangs for longer than the run waits', async () => {
  const worker = await openWorker(redis().url);
  const run = await openRun(redis().url, { now: fast(10), patience: 60_000 });
  await run.make('Ada');
  hang();
  const both = await Promise.allSettled([run.make('Grace'), run.make('Edsger')]);
  const error = {
    code: 'QUEUE_UNREACHABLE',
    message: 'the queue redis://queue cannot be used: the connection was lost for 60 s',
  };
  expect(both).toMatchObject([{ reason: error }, { reason: error }]);
  await run.producer[Symbol.asyncDispose]();
  await worker.close();
});

matrixTest('gives up on a server that accepts connections but never responds', async () => {
  const connections: Socket[] = [];
  const port = await listening((socket) => void connections.push(socket));
  await expect(connect(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({
    code: 'QUEUE_UNREACHABLE',
    message: expect.stringContaining('no answer within'),
    hint: expect.stringContaining('check the host and port'),
  });
  // No further attempt to connect.
  expect(connections).toHaveLength(1);
});

describe('whileThere', () => {
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds, 'done'));

  test('waits while Redis answers with errors', async () => {
    let isBusy = false;
    const url = await pretendRedis(() => (isBusy ? '-BUSY a script runs' : '+OK'));
    const client = await connect(url);
    isBusy = true;
    expect(await whileThere(client, pause(400), 50)).toBe('done');
    expect(client.status).toBe('ready');
    disconnect(client);
  });

  test('stops waiting if Redis does not respond or was lost before, and ignores later failures', async () => {
    let isSilent = false;
    const url = await pretendRedis(() => (isSilent ? '' : '+OK'));
    const client = await connect(url);
    isSilent = true;
    expect(await whileThere(client, new Promise(() => undefined), 50)).toBe(undefined);
    await expect.poll(() => client.status).toBe('end');
    expect(await whileThere(client, Promise.reject(new Error('lost')), 50)).toBe(undefined);
    await pause(50);
  });
});
