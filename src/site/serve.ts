import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import send from 'send';
import { REGISTRY } from '../document/formats.js';

const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(REGISTRY.map(({ extension, type }) => [`.${extension}`, type])),
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** What every answer carries. Files keep their names as they change, so a browser asks each time whether they have. */
const COMMON = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Answers with a file of a folder, as a web server would (RFC 9110): its type, parts of it, or that it has not changed.
 *
 * @param folder the path of the folder; files outside of it are not served
 */
export async function serveFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'only GET is answered', { allow: 'GET, HEAD' });
    return;
  }
  const file = await findFile(folder, request.url ?? '/');
  if (!file) {
    refuse(response, 404, 'there is no such file');
    return;
  }
  const { root, path, size, modified } = file;
  // A type and a strong tag of our own: the library's tags are weak, which do not vouch for parts (RFC 9110, 13.1.5).
  const tag = `"${size.toString(36)}-${Math.round(modified).toString(36)}"`;
  const headers = { ...COMMON, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', etag: tag };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  request.headers.range = rangeFor(request, size);
  const address = path.split(sep).map(encodeURIComponent).join('/');
  send(request, address, { root, index: false, dotfiles: 'allow', cacheControl: false })
    .on('error', ({ status = 500 }: { status?: number }) => {
      if (response.headersSent) response.destroy();
      else if (status === 416) refuse(response, 416, 'the file has no such part');
      else if (status === 412) refuse(response, 412, 'the file has changed');
      else refuse(response, 404, 'there is no such file');
    })
    .pipe(response);
}

/**
 * The Range header as the library reads it correctly: only GET has parts, and the last bytes of a file that has fewer
 * are all of it (RFC 9110, 14.1.2 and 14.2).
 */
function rangeFor({ method, headers: { range } }: IncomingMessage, size: number): string | undefined {
  if (method !== 'GET') return undefined;
  const last = /^bytes=-(\d{1,15})$/.exec(range ?? '')?.[1];
  return last !== undefined && size > 0 && Number(last) > size ? 'bytes=0-' : range;
}

/** A file of the folder by the path of an address: none outside of it, links followed, and none that is hidden. */
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

/** An answer without a file, for a person to read. */
export function refuse(
  response: ServerResponse,
  status: number,
  reason: string,
  headers: Record<string, string> = {},
): void {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><p>${status}: ${reason}.</p>`;
  response
    .writeHead(status, { ...COMMON, 'content-type': 'text/html; charset=utf-8', ...headers })
    .end(`${page}<p><a href="/">To the candidates</a></p></html>\n`);
}
