import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Starts a server on the loopback address that passes each connection to `serve`, and returns its port. */
export async function listening(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

/**
 * Starts a fake Redis server and returns its address.
 *
 * @param answer returns the RESP reply to a command (name in lowercase), or an empty string for no reply
 */
export async function pretendRedis(answer: (command: string) => string): Promise<string> {
  const port = await listening((socket) =>
    socket.setEncoding('utf8').on('data', (text) => {
      // Each command is an array of strings that starts with its name.
      for (const [, name = ''] of String(text).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const said = answer(name.toLowerCase());
        if (said) socket.write(`${said}\r\n`);
      }
    }),
  );
  return `redis://127.0.0.1:${port}`;
}
