import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The port of a server on the loopback address that does so with each connection, until the test ends. */
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
 * The address of what speaks as Redis does, until the test ends.
 *
 * @param answer to a command, by its name in small letters, as it goes over the line (RESP); empty: none
 */
export async function pretendRedis(answer: (command: string) => string): Promise<string> {
  const port = await listening((socket) =>
    socket.setEncoding('utf8').on('data', (text) => {
      // Each command is an array of strings, the first its name.
      for (const [, name = ''] of String(text).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const said = answer(name.toLowerCase());
        if (said) socket.write(`${said}\r\n`);
      }
    }),
  );
  return `redis://127.0.0.1:${port}`;
}
