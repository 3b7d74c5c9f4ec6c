import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
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

/** Answers with a file of a folder, as a web server would (RFC 9110): its type, parts of it, or that it is the same. */
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
  const { path, size, modified } = file;
  const tag = `"${size.toString(36)}-${Math.round(modified).toString(36)}"`;
  const headers = {
    ...COMMON,
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: tag,
    'last-modified': new Date(modified).toUTCString(),
  };
  if (isUnchanged(request, tag, modified)) {
    response.writeHead(304, headers).end();
    return;
  }
  // A part is asked for of what the browser has already; of something newer it gets all.
  const condition = request.headers['if-range'];
  const asked = condition === undefined || condition === tag ? request.headers.range : undefined;
  const range = request.method === 'GET' ? parseRange(asked, size) : undefined;
  if (range === 'outside') {
    refuse(response, 416, 'the file has no such part', { 'content-range': `bytes */${size}` });
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': end - start + 1,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  // A reader that leaves half-way is no fault.
  else await pipeline(createReadStream(path, { start, end }), response).catch(() => response.destroy());
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
  return found?.isFile() ? { path: real, size: found.size, modified: found.mtimeMs } : undefined;
}

function isUnchanged({ headers }: IncomingMessage, tag: string, modified: number): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((one) => one.trim().replace(/^W\//, '') === tag || one.trim() === '*');
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(modified / 1000) * 1000 <= since;
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

/** Both ends count. */
export interface Range {
  start: number;
  end: number;
}

/**
 * The part of a file that a Range header asks for (RFC 9110, 14.1.2). Undefined where all is to be sent: without a
 * header, with one that cannot be read, and with several parts, which a server may leave unheeded.
 */
export function parseRange(header: string | undefined, size: number): Range | 'outside' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') {
    // The last bytes, as many as there are.
    const length = Number(to);
    return length === 0 || size === 0 ? 'outside' : { start: Math.max(0, size - length), end: size - 1 };
  }
  const [start, end] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < start) return undefined;
  return start >= size ? 'outside' : { start, end };
}
