import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import send from 'send';
import { closeServer, HOST, isOwnHost, listen } from '../dev/listen.js';
import { REGISTRY } from '../document/formats.js';
import { CODES, DossierError } from '../errors.js';
import { isBelow } from '../pipeline/contained-path.js';
import { Output } from '../pipeline/output.js';
import { publishSite } from '../site/publish.js';
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

const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(REGISTRY.map(({ extension, type }) => [`.${extension}`, type])),
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * The headers of every response. Files change without changing their names, so the browser must revalidate each time.
 */
const COMMON = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Serves a file of a folder as a web server would (RFC 9110), with its type, range requests and conditional requests.
 *
 * @param folder the path of the folder; files outside of it are not served
 */
export async function serveFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'only GET and HEAD are supported', { allow: 'GET, HEAD' });
    return;
  }
  const file = await findFile(folder, request.url ?? '/');
  if (!file) {
    refuse(response, 404, 'there is no such file');
    return;
  }
  const { root, path, size, modified } = file;
  // Set the type and a strong tag here: the library's tags are weak, which If-Range must not use (RFC 9110, 13.1.5).
  const tag = `"${size.toString(36)}-${Math.round(modified).toString(36)}"`;
  const headers = { ...COMMON, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', etag: tag };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  request.headers.range = rangeFor(request, size);
  const address = path.split(sep).map(encodeURIComponent).join('/');
  send(request, address, { root, index: false, dotfiles: 'allow', cacheControl: false })
    .on('error', ({ status = 500 }: { status?: number }) => {
      if (response.headersSent) response.destroy();
      else if (status === 416) refuse(response, 416, 'the file has no such range');
      else if (status === 412) refuse(response, 412, 'the file has changed');
      else refuse(response, 404, 'there is no such file');
    })
    .pipe(response);
}

/**
 * Corrects the Range header for the library: only GET supports ranges, and a suffix range that is longer than the file
 * selects the whole file (RFC 9110, 14.1.2 and 14.2).
 */
function rangeFor({ method, headers: { range } }: IncomingMessage, size: number): string | undefined {
  if (method !== 'GET') return undefined;
  const last = /^bytes=-(\d{1,15})$/.exec(range ?? '')?.[1];
  return last !== undefined && size > 0 && Number(last) > size ? 'bytes=0-' : range;
}

/**
 * Finds a file of the folder by the path of a URL; hidden files and files outside of the folder, after links are
 * resolved, are not found.
 */
async function findFile(folder: string, url: string) {
  let path: string;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
  const parts = path.split('/').slice(1);
  if (parts.at(-1) === '') parts.splice(-1, 1, 'index.html');
  if (parts.some((part) => part.startsWith('.') || part === '' || /[\\\0]/.test(part))) return undefined;
  const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, ...parts))]).catch(() => []);
  if (!root || !real?.startsWith(root + sep)) return undefined;
  const found = await stat(real).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return { root, path: real.slice(root.length + 1), size: found.size, modified: found.mtimeMs };
}

/** Sends an error response without a file, for people to read. */
export function refuse(
  response: ServerResponse,
  status: number,
  reason: string,
  headers: Record<string, string> = {},
): void {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><p>${status}: ${reason}.</p>`;
  response
    .writeHead(status, { ...COMMON, 'content-type': 'text/html; charset=utf-8', ...headers })
    .end(`${page}<p><a href="/">Back to the candidates</a></p></html>\n`);
}

/** `dossier publish`: copies the download page, with only the files that it refers to, to a folder of its own. */
export async function publish(folder: string, options: { out: string }, environment: Environment): Promise<number> {
  const [from, to] = [resolve(environment.cwd, options.out), resolve(environment.cwd, folder)];
  if (isBelow(to, from))
    throw new DossierError('USAGE', `cannot publish to ${folder}: it is inside ${options.out}, the folder to copy`, {
      hint: 'choose a folder outside it',
    });
  await using source = await Output.open(from, process.pid);
  await using target = await Output.open(to, process.pid);
  const { files, bytes } = await publishSite(source, target, environment.signal);
  environment.out(`${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
  return 0;
}
