import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { closeServer, HOST, isOwnHost, listen } from '../dev/listen.js';
import { CODES, DossierError } from '../errors.js';
import { refuse, serveFile } from '../site/serve.js';
import { type Environment, untilStopped } from './environment.js';

/** `dossier preview`: serves the download page on this machine only, until stopped. */
export async function preview(options: { out: string; port?: number }, environment: Environment): Promise<number> {
  const folder = resolve(environment.cwd, options.out);
  const page = await stat(join(folder, 'index.html')).catch(() => undefined);
  if (!page?.isFile())
    throw new DossierError('USAGE', `there is no download page in ${options.out}`, {
      hint: 'run dossier render, or choose another folder with --out',
    });
  let port = 0;
  const server = createServer((request, response) => {
    if (isOwnHost(request, port)) void serveFile(folder, request, response);
    else refuse(response, 403, `this server answers only requests for ${HOST}:${port}`);
  });
  port = await listen(server, options.port);
  try {
    environment.out(`http://${HOST}:${port}/\n`);
    environment.err(`serving ${options.out}; press Ctrl-C to stop\n`);
    await untilStopped(environment.signal);
  } finally {
    await closeServer(server);
  }
  return CODES.ABORTED.exit;
}
