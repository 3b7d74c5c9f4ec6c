import { count } from '../../counts.js';
import type { Problem } from '../../errors.js';
import { describePages, type Lists, type ViewNews } from '../protocol.js';
import { element, showProblems } from './elements.js';

/** The status of the page: the status line, the errors, and the warnings. */
export class PreviewState {
  readonly #line = element('state', HTMLParagraphElement);
  readonly #alert = element('alert', HTMLElement);
  readonly #errors = element('errors', HTMLUListElement);
  readonly #notes = element('notes', HTMLDetailsElement);
  readonly #noteCount = element('note-count', HTMLElement);
  readonly #noteList = element('note-list', HTMLUListElement);
  #folder: Problem[] = [];
  #news: ViewNews | undefined;

  constructor() {
    const close = () => {
      this.#notes.open = false;
    };
    // The list covers the page, so close it on a click outside or on Escape.
    document.addEventListener('click', ({ target }) => {
      if (!(target instanceof Node && this.#notes.contains(target))) close();
    });
    this.#notes.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      close();
      this.#noteCount.focus();
    });
  }

  /** Shows that the page is reconnecting, or that another choice is being drawn. */
  wait(text: string, kind: 'busy' | 'lost' = 'busy'): void {
    this.#say(kind, text);
  }

  offer(lists: Lists): void {
    this.#folder = lists.notes;
    element('private', HTMLElement).hidden = !lists.private;
    this.#showNotes();
  }

  tell(news: ViewNews): void {
    this.#news = news;
    const { picture, problems, ms } = news;
    const isOld = problems.length > 0;
    this.#alert.hidden = !isOld;
    showProblems(this.#errors, problems);
    document.body.classList.toggle('old', isOld && picture !== undefined);
    document.body.classList.toggle('empty', picture === undefined);
    this.#showNotes();
    const wrong = count(problems.filter(({ severity }) => severity === 'error').length, 'error');
    if (isOld) this.#say('error', picture ? `${wrong}; last good version shown` : wrong);
    else if (picture) this.#say('good', `${describePages(picture)} in ${ms} ms`);
    document.title = picture ? `${isOld ? 'Error – ' : ''}${picture.title}` : 'Dossier';
  }

  /** Shows that the browser could not display a picture that the server has drawn. */
  fail(reason: string): void {
    this.#say('error', reason);
  }

  #showNotes(): void {
    const notes = [...this.#folder, ...(this.#news?.picture?.warnings ?? [])];
    this.#notes.hidden = notes.length === 0;
    this.#noteCount.textContent = count(notes.length, 'warning');
    showProblems(this.#noteList, notes);
  }

  #say(kind: string, text: string): void {
    this.#line.dataset.kind = kind;
    // A screen reader reads the line again whenever it is set, even to the same text.
    if (this.#line.textContent !== text) this.#line.textContent = text;
  }
}
