import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/queue/connect.js';
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
  await expect.poll(() => run.said, { timeout: 20_000 }).toEqual(['the queue is lost; waiting for it to come back']);
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
  const error = { code: 'QUEUE_UNREACHABLE', message: 'the queue redis://queue cannot be used: it was lost for 60 s' };
  expect(both).toMatchObject([{ reason: error }, { reason: error }]);
  await run.producer[Symbol.asyncDispose]();
  await worker.close();
}, 60_000);

test('who takes a connection and never says a word is given up', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await expect(connect(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({
    code: 'QUEUE_UNREACHABLE',
    message: expect.stringContaining('no answer within'),
    hint: expect.stringContaining('check host and port'),
  });
  // It seeks it no more either.
  expect(sockets.size).toBe(1);
}, 30_000);
