import { readFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { HOST, isOwnHost } from './listen.js';
import type { Studio } from './preview-session.js';
import { choiceOf } from './protocol.js';
import type { PreviewPicture } from './view.js';

/** The headers of every response: they forbid caching, content sniffing and use by other sites. */
const COMMON = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** The page may only run its own scripts, connect to its own server and show its own résumé in a frame. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The résumé runs and loads nothing. The page around it may access it, in order to keep its scroll position. */
const RESUME_POLICY =
  "sandbox allow-same-origin allow-popups; default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const PICTURE = /^\/pictures\/([1-9]\d{0,14})\.(html|pdf)$/;

/**
 * Creates the request handler. It serves assets by exact path, pictures by number, and the event stream; no path is
 * looked up on disk.
 */
export function createSite(
  assets: PreviewAssets,
  studio: Studio,
  streams: EventStreams,
  port: () => number,
): RequestListener {
  return (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const asset = assets.get(path);
    const [, id, format] = PICTURE.exec(path) ?? [];
    if (!isOwnHost(request, port())) refuse(response, 403, `this server answers only requests for ${HOST}:${port()}`);
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      refuse(response, 405, 'only GET and HEAD are supported');
    else if (asset) send(response, asset.bytes, { 'content-type': asset.type, 'content-security-policy': PAGE_POLICY });
    else if (id) sendPicture(response, studio.picture(Number(id)), format === 'pdf');
    else if (path !== '/events' || request.method !== 'GET') refuse(response, 404, 'there is no such page');
    else if (streams.isFull) refuse(response, 503, 'too many pages are open');
    else void follow(response, studio, streams, query);
  };
}

function sendPicture(response: ServerResponse, picture: PreviewPicture | undefined, isPdf: boolean): void {
  if (!picture) refuse(response, 404, 'there is no such page');
  else if (isPdf) send(response, picture.pdf, { 'content-type': 'application/pdf' });
  else
    send(response, picture.html, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': RESUME_POLICY,
    });
}

/** Sends the lists to a page, and then its view after every redraw, for as long as the page is connected. */
async function follow(response: ServerResponse, studio: Studio, streams: EventStreams, query: string): Promise<void> {
  const stream = streams.open(response, COMMON);
  let gone = false;
  let leave = () => {};
  stream.onEnd(() => {
    gone = true;
    leave();
  });
  stream.send('lists', await studio.lists());
  const view = await studio.view(choiceOf(query));
  if (!gone) leave = view.follow((news) => stream.send('view', news));
}

function send(response: ServerResponse, bytes: Uint8Array, headers: Record<string, string>): void {
  response.writeHead(200, { ...COMMON, ...headers, 'content-length': bytes.length }).end(bytes);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { ...COMMON, 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}

/** The maximum number of connected pages. */
export const MOST_STREAMS = 32;

/** The maximum number of bytes waiting to be sent to a page; a page that reads too slowly is disconnected. */
const MOST_UNREAD = 1024 * 1024;

/** The connection of a page. */
interface Stream {
  send(event: string, data: object): void;
  /** Registers a listener that is called once, when the page disconnects. */
  onEnd(listener: () => void): void;
}

/** The connected pages, which receive server-sent events (HTML standard, 9.2); their number is limited. */
export class EventStreams {
  readonly #open = new Set<Stream>();
  readonly #responses = new Set<ServerResponse>();

  get isFull(): boolean {
    return this.#open.size >= MOST_STREAMS;
  }

  open(response: ServerResponse, headers: Record<string, string>): Stream {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    // Milliseconds after which a page that has lost its connection tries again.
    response.write('retry: 1000\n\n');
    const stream: Stream = {
      send: (event, data) => {
        // JSON.stringify emits no line breaks, so this is one line of data.
        response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        if (response.writableLength > MOST_UNREAD) response.destroy();
      },
      onEnd: (listener) => void response.once('close', listener),
    };
    this.#open.add(stream);
    this.#responses.add(response);
    response.once('close', () => {
      this.#open.delete(stream);
      this.#responses.delete(response);
    });
    return stream;
  }

  /** Sends an event to all pages. */
  send(event: string, data: object): void {
    for (const stream of this.#open) stream.send(event, data);
  }

  /** Ends all connections. */
  close(): void {
    for (const response of this.#responses) response.end();
  }
}

/** A file that the page loads. */
interface Asset {
  type: string;
  bytes: Uint8Array;
}

/** The files that the page loads, by path. */
export type PreviewAssets = ReadonlyMap<string, Asset>;

/** The locations of the page's files. */
interface AssetPlaces {
  /** The folder of built-in templates, which also contains the page. */
  templates: string;
  /** The folder of compiled modules. */
  compiled: string;
  /** Resolves a file of an npm package. */
  moduleFile(name: string): string;
}

const HTML = 'text/html; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const ICON = 'image/svg+xml';
const FONT = 'font/woff2';

/** The modules of the page, and those that it shares with the server, relative to the folder of compiled modules. */
export const SCRIPTS = [
  ...['main', 'panes', 'state'].map((name) => `dev/page/${name}.js`),
  'dev/protocol.js',
  'errors.js',
];

const FONTS = [
  ['/fonts/inter.woff2', 'inter/files/inter-latin-400-normal.woff2'],
  ['/fonts/inter-bold.woff2', 'inter/files/inter-latin-600-normal.woff2'],
  ['/fonts/serif-bold.woff2', 'source-serif-4/files/source-serif-4-latin-600-normal.woff2'],
  ['/fonts/mono.woff2', 'jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2'],
] as const;

/** Reads the exact list of files that the page needs; the server serves no others. */
export async function readAssets(places: AssetPlaces): Promise<PreviewAssets> {
  const page = (name: string) => join(places.templates, 'page-dev', name);
  // The legacy build of pdf.js, since the modern one requires the newest browsers.
  const pdfjs = (name: string) => places.moduleFile(`pdfjs-dist/legacy/build/${name}`);
  const list: [path: string, type: string, file: string][] = [
    ['/', HTML, page('index.html')],
    ['/style.css', STYLE, page('style.css')],
    ['/icon.svg', ICON, page('icon.svg')],
    ...SCRIPTS.map((name): [string, string, string] => [`/${name}`, SCRIPT, join(places.compiled, name)]),
    ...FONTS.map(([path, name]): [string, string, string] => [path, FONT, places.moduleFile(`@fontsource/${name}`)]),
    ['/pdfjs/pdf.min.mjs', SCRIPT, pdfjs('pdf.min.mjs')],
    ['/pdfjs/pdf.worker.min.mjs', SCRIPT, pdfjs('pdf.worker.min.mjs')],
  ];
  const read = list.map(async ([path, type, file]) => [path, { type, bytes: await readFile(file) }] as const);
  return new Map(await Promise.all(read));
}
