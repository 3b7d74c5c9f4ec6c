import type { ServerResponse } from 'node:http';

/** Pages that may follow at once. */
export const MOST_STREAMS = 32;

/** What a page that reads nothing may leave unread, in bytes, before it is let go. */
const MOST_UNREAD = 1024 * 1024;

/** One page that follows. */
interface Stream {
  send(event: string, data: object): void;
  /** Called once, when the page has gone. */
  onEnd(listener: () => void): void;
}

/** The pages that follow by server-sent events (HTML standard, 9.2), a bounded number of them. */
export class Streams {
  readonly #open = new Set<Stream>();
  readonly #responses = new Set<ServerResponse>();

  get isFull(): boolean {
    return this.#open.size >= MOST_STREAMS;
  }

  open(response: ServerResponse, headers: Record<string, string>): Stream {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    // A page that has lost the server looks for it again after this many milliseconds.
    response.write('retry: 1000\n\n');
    const stream: Stream = {
      send: (event, data) => {
        // JSON has no line breaks of its own, so it is one line of data.
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

  /** Tells all of them. */
  send(event: string, data: object): void {
    for (const stream of this.#open) stream.send(event, data);
  }

  /** Ends all of them. */
  close(): void {
    for (const response of this.#responses) response.end();
  }
}
