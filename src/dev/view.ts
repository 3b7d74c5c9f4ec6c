import { DossierError, type Problem, problemsOf } from '../errors.js';
import type { Drawing } from './draw.js';
import type { PreviewChoice, ViewNews } from './protocol.js';

/** A drawing that pages may fetch. */
export interface PreviewPicture extends Drawing {
  id: number;
}

/** Why a view is drawn. */
interface Cause {
  /** When it was noticed. */
  since: number;
  /** The files that changed. */
  changed: readonly string[];
}

/** What a view needs of its surroundings. */
export interface ViewKit {
  draw(choice: PreviewChoice): Promise<Drawing>;
  nextId(): number;
  now(): number;
  /** Told of every drawing, and of the error where it failed. */
  report(news: ViewNews, error?: unknown): void;
}

/** Pictures kept: the newest, and the one before it, which a page may be fetching. */
const KEPT = 2;

/**
 * One choice as its pages follow it. Drawings come one after the other and each reads the files anew, so an older state
 * never follows a newer one; changes that come while one is made lead to one more, however many they are.
 */
export class PreviewView {
  readonly choice: PreviewChoice;
  readonly #kit: ViewKit;
  readonly #followers = new Set<(news: ViewNews) => void>();
  #pictures: PreviewPicture[] = [];
  #news: ViewNews | undefined;
  #next: Cause | undefined;
  #running: Promise<void> | undefined;
  #stale = true;

  constructor(choice: PreviewChoice, kit: ViewKit) {
    this.choice = choice;
    this.#kit = kit;
  }

  get isFollowed(): boolean {
    return this.#followers.size > 0;
  }

  /** Tells of the state as it is known, then of every drawing, until the function that it gives is called. */
  follow(follower: (news: ViewNews) => void): () => void {
    this.#followers.add(follower);
    if (this.#news) follower(this.#news);
    if (this.#stale) this.redraw({ since: this.#kit.now(), changed: [] });
    return () => void this.#followers.delete(follower);
  }

  /** Draws anew; where nobody looks, when somebody looks again. */
  redraw(cause: Cause): void {
    this.#stale = true;
    if (!this.isFollowed) return;
    this.#next = this.#next
      ? { since: this.#next.since, changed: [...this.#next.changed, ...cause.changed] }
      : { ...cause };
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  picture(id: number): PreviewPicture | undefined {
    return this.#pictures.find((picture) => picture.id === id);
  }

  /** Resolves when nothing is being drawn; draws no more. */
  async close(): Promise<void> {
    this.#followers.clear();
    this.#next = undefined;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let cause = this.#next; cause; cause = this.#next) {
      this.#next = undefined;
      this.#stale = false;
      const drawn = await this.#kit.draw(this.choice).catch((error: unknown) => ({ error }));
      const failed = 'error' in drawn;
      if (!failed) this.#pictures = [...this.#pictures, { ...drawn, id: this.#kit.nextId() }].slice(-KEPT);
      const news: ViewNews = {
        choice: this.choice,
        ...this.#shown(),
        problems: failed ? explain(drawn.error) : [],
        changed: [...new Set(cause.changed)],
        ms: Math.round(this.#kit.now() - cause.since),
      };
      this.#news = { ...news, changed: [] };
      for (const follower of this.#followers) follower(news);
      this.#kit.report(news, failed ? drawn.error : undefined);
    }
  }

  /** The last good picture, without its bytes. */
  #shown(): Pick<ViewNews, 'picture' | 'variants'> {
    const last = this.#pictures.at(-1);
    if (!last) return { variants: [] };
    const { html: _html, pdf: _pdf, variants, ...picture } = last;
    return { picture, variants };
  }
}

/** What a page shows of an error. A bug has no place in a file; its trace stands in the terminal. */
function explain(error: unknown): Problem[] {
  if (error instanceof DossierError) return problemsOf(error);
  return [
    {
      severity: 'error',
      message: `this should not happen: ${(error as Error).message}`,
      hint: 'the terminal shows where it happened',
    },
  ];
}
