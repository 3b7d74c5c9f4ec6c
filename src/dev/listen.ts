import type { IncomingMessage, Server } from 'node:http';
import { DossierError } from '../errors.js';

/** This machine and nobody else. */
export const HOST = '127.0.0.1';

/** Where the page is unless a port was asked for; the first free one of ten, else any. */
export const DEFAULT_PORT = 4600;

/**
 * Opens a server on the loopback address.
 *
 * @param wanted a port that was asked for, 0 for any; it is used or refused, never passed over
 * @param first where the search begins if none was asked for
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
        hint: 'choose another one with --port, or leave it out and a free one is taken',
        cause,
      });
    }
  }
  throw new Error('there is no port to try');
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

/** Ends a server with all its connections, those among them that would stay open for a next request. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Another name that leads here may be a foreign site that had its name point to this machine (DNS rebinding). */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  const names = [HOST, 'localhost'];
  const known = [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
  return known.includes(request.headers.host?.toLowerCase() ?? '');
}
