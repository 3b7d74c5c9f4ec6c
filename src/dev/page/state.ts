import { count, type Problem } from '../../errors.js';
import { choiceOf, describePages, type Lists, type PreviewChoice, queryOf, type ViewNews } from '../protocol.js';
import { element, showProblems } from './panes.js';

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

/**
 * The three selects. Their values are kept in the address, so that a choice can be bookmarked, shared and navigated.
 */
export class Choosing {
  readonly #selects = {
    profile: element('profile', HTMLSelectElement),
    template: element('template', HTMLSelectElement),
    variant: element('variant', HTMLSelectElement),
  };
  choice = choiceOf(location.search);
  #lists: Pick<Lists, 'profiles' | 'templates'> | undefined;
  #news: Pick<ViewNews, 'picture' | 'variants'> = { variants: [] };

  /** @param chosen called with every choice that a person makes */
  constructor(chosen: (choice: PreviewChoice) => void) {
    const choose = (choice: PreviewChoice) => {
      // The variants and the template of the new profile are unknown until it is drawn.
      if (choice.profile !== this.choice.profile) this.#news = { variants: [] };
      this.choice = choice;
      this.#fill();
      chosen(choice);
    };
    for (const [key, select] of Object.entries(this.#selects)) {
      select.addEventListener('change', () => {
        // A variant belongs to one profile.
        const variant = key === 'profile' ? '' : this.choice.variant;
        const choice = { ...this.choice, variant, [key]: select.value };
        history.pushState(null, '', queryOf(choice) || location.pathname);
        choose(choice);
      });
    }
    window.addEventListener('popstate', () => choose(choiceOf(location.search)));
  }

  /** @returns `true` if an empty folder has got its first profile, which nobody could have chosen before */
  offer(lists: Lists): boolean {
    const wasEmpty = this.#lists?.profiles.length === 0;
    this.#lists = lists;
    this.#fill();
    return wasEmpty && lists.profiles.length > 0 && this.choice.profile === '';
  }

  /** Applies the choice that the server shows; it names the profile even if the address does not. */
  settle(news: ViewNews): void {
    this.choice = news.choice;
    this.#news = news;
    history.replaceState(null, '', queryOf(news.choice) || location.pathname);
    this.#fill();
  }

  #fill(): void {
    const { picture, variants } = this.#news;
    const { profiles, templates } = this.#lists ?? { profiles: [], templates: [] };
    const own = picture && this.choice.template === '' ? `: ${picture.template}` : '';
    fill(this.#selects.profile, profiles.map(same), this.choice.profile);
    fill(this.#selects.template, [['', `Its own${own}`], ...templates.map(same)], this.choice.template);
    const labels = variants.map(({ name, label }): Option => [name, label === name ? name : `${name}: ${label}`]);
    fill(this.#selects.variant, [['', 'Main résumé'], ...labels], this.choice.variant);
  }
}

type Option = [value: string, text: string];

const same = (name: string): Option => [name, name];

/** Sets the options of a select, but only if they differ, because that closes an open list. */
function fill(select: HTMLSelectElement, options: Option[], chosen: string): void {
  const known = options.some(([value]) => value === chosen);
  const all: Option[] = known || chosen === '' ? options : [...options, [chosen, `${chosen} (not found)`]];
  const before = [...select.options].map((option) => [option.value, option.text]);
  if (JSON.stringify(before) !== JSON.stringify(all))
    select.replaceChildren(...all.map(([value, text]) => new Option(text, value)));
  select.value = chosen;
  select.disabled = all.length < 2 && known;
}

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
