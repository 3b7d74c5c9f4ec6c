import { createServer, type Server } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_PORT, listen } from '../../src/dev/listen.js';
import { isOpen } from './support.js';

function open(): Server {
  const server = createServer();
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return server;
}

test('takes the first free port from the default port on', async () => {
  const [first, second] = [await listen(open(), undefined), await listen(open(), undefined)];
  expect(first).toBeGreaterThanOrEqual(DEFAULT_PORT);
  expect(second).not.toBe(first);
});

test('starts at a given port and skips ports in use', async () => {
  const first = await listen(open(), 0);
  const port = await listen(open(), undefined, first);
  expect(port).toBeGreaterThan(first);
  expect(port).toBeLessThan(first + 10);
  expect(await listen(open(), 0, first)).not.toBe(port);
});

test('reports a requested port that is in use and suggests another', async () => {
  const port = await listen(open(), 0);
  await expect(listen(open(), port)).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `port ${port} is taken`,
    hint: expect.stringContaining('--port'),
  });
});

test('binds only the loopback address', async () => {
  const server = open();
  const port = await listen(server, 0);
  expect(server.address()).toMatchObject({ address: '127.0.0.1', family: 'IPv4' });
  expect(await isOpen(port)).toBe(true);
  // A server on every address would answer here as well.
  expect(await isOpen(port, '127.0.0.2')).toBe(false);
});
