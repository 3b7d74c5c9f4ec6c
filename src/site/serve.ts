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
