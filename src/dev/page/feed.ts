import { type Lists, type PreviewChoice, queryOf, type ViewNews } from '../protocol.js';

interface FeedListener {
  lists(lists: Lists): void;
  view(news: ViewNews): void;
  /** Receives the state of the connection: open, lost for now, or refused for good. */
  connection(state: 'open' | 'lost' | 'refused'): void;
}

/**
 * The server's events for one choice. A hidden page closes its connection, because a browser opens at most six
 * connections to a server, and a seventh page would wait for ever. Once visible again, the page receives the current
 * state.
 */
export class Feed {
  readonly #listener: FeedListener;
  #choice: PreviewChoice;
  #source: EventSource | undefined;

  constructor(choice: PreviewChoice, listener: FeedListener) {
    this.#choice = choice;
    this.#listener = listener;
    document.addEventListener('visibilitychange', () => this.#connect());
    window.addEventListener('pagehide', () => this.#disconnect());
    window.addEventListener('pageshow', () => this.#connect());
    this.#connect();
  }

  /** Follows another choice. */
  follow(choice: PreviewChoice): void {
    this.#choice = choice;
    this.#disconnect();
    this.#connect();
  }

  #connect(): void {
    if (document.visibilityState === 'hidden') this.#disconnect();
    else if (!this.#source) this.#source = this.#open();
  }

  #open(): EventSource {
    const source = new EventSource(`/events${queryOf(this.#choice)}`);
    source.addEventListener('open', () => this.#listener.connection('open'));
    source.addEventListener('error', () =>
      this.#listener.connection(source.readyState === EventSource.CLOSED ? 'refused' : 'lost'),
    );
    source.addEventListener('lists', ({ data }) => this.#listener.lists(JSON.parse(data) as Lists));
    source.addEventListener('view', ({ data }) => this.#listener.view(JSON.parse(data) as ViewNews));
    return source;
  }

  #disconnect(): void {
    this.#source?.close();
    this.#source = undefined;
  }
}
