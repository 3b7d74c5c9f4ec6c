import type { IncomingMessage, Server } from 'node:http';
import { DossierError } from '../errors.js';

/** The loopback address, which only this machine can reach. */
export const HOST = '127.0.0.1';

/** The default port of the page; if it is taken, the next nine are tried, then any free port. */
export const DEFAULT_PORT = 4600;

/**
 * Opens a server on the loopback address.
 *
 * @param wanted the requested port, 0 for any; if it is taken, no other one is tried
 * @param first the first port to try if none was requested
 * @returns the port
 * @throws DossierError PORT_TAKEN
 */
export async function listen(server: Server, wanted: number | undefined, first = DEFAULT_PORT): Promise<number> {
  const ports = wanted === undefined ? [...Array.from({ length: 10 }, (_, i) => first + i), 0] : [wanted];
  for (const port of ports) {
    try {
      return await listenOn(server, port);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && port !== ports.at(-1)) continue;
      const taken = code === 'EADDRINUSE';
      throw new DossierError('PORT_TAKEN', `port ${port} ${taken ? 'is taken' : `cannot be opened (${code})`}`, {
        hint: 'choose another one with --port, or omit it to use a free one',
        cause,
      });
    }
  }
  throw new Error('no port was given');
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Closes a server with all its connections, including idle keep-alive connections. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * `true` if the Host header names this server; any other name may be that of a foreign site that resolves to this
 * machine (DNS rebinding).
 */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  const names = [HOST, 'localhost'];
  const known = [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
  return known.includes(request.headers.host?.toLowerCase() ?? '');
}
