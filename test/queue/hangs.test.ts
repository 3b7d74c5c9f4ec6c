import type { Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, disconnect, whileThere } from '../../src/queue/connect.js';
import { listening, pretendRedis } from './listening.js';
import { openRun, openWorker, textOf } from './own.js';
import { sharedRedis } from './shared.js';

const redis = sharedRedis();

/** Stops the server as a machine does that swaps: connections stand, and nothing is answered. */
function hang(): () => void {
  const { processId } = redis();
  process.kill(processId, 'SIGSTOP');
  const goOn = () => void process.kill(processId, 'SIGCONT');
  onTestFinished(goOn);
  return goOn;
}

/** A clock that runs so many times as fast as others. */
const fast = (times: number) => () => performance.now() * times;

test('a Redis that hangs for a while is told of, and the run goes on when it answers again', async () => {
  const worker = await openWorker(redis().url, { now: fast(3) });
  const run = await openRun(redis().url, { now: fast(10) });
  expect(textOf(await run.make('Ada'))).toContain('Ada');
  const goOn = hang();
  const making = run.make('Grace');
  await expect
    .poll(() => run.said, { timeout: 20_000 })
    .toEqual(['the connection to the queue is lost; waiting for it to return']);
  await expect.poll(() => worker.worker.isAnswered, { timeout: 20_000 }).toBe(false);
  goOn();
  expect(textOf(await making)).toContain('Grace');
  expect(textOf(await run.make('Edsger'))).toContain('Edsger');
  expect(run.said).toHaveLength(1);
  expect(worker.lines.filter(({ event }) => event === 'job.done')).toHaveLength(3);
  await expect.poll(() => worker.worker.isAnswered, { timeout: 5_000 }).toBe(true);
}, 60_000);

test('one that hangs for longer than the run waits ends it with one error, and neither run nor worker waits for more', async () => {
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
}, 60_000);

test('who takes a connection and never says a word is given up', async () => {
  const connections: Socket[] = [];
  const port = await listening((socket) => void connections.push(socket));
  await expect(connect(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({
    code: 'QUEUE_UNREACHABLE',
    message: expect.stringContaining('no answer within'),
    hint: expect.stringContaining('check the host and port'),
  });
  // It seeks it no more either.
  expect(connections).toHaveLength(1);
}, 30_000);

describe('what is waited for as long as Redis is there', () => {
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds, 'done'));

  test('is waited for where Redis only refuses', async () => {
    let isBusy = false;
    const url = await pretendRedis(() => (isBusy ? '-BUSY a script runs' : '+OK'));
    const client = await connect(url);
    isBusy = true;
    expect(await whileThere(client, pause(400), 50)).toBe('done');
    expect(client.status).toBe('ready');
    disconnect(client);
  });

  test('is not where Redis is silent, or was lost before; what fails later is of no matter', async () => {
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
