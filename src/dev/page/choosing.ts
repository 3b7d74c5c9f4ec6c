import { choiceOf, type Lists, type PreviewChoice, queryOf, type ViewNews } from '../protocol.js';
import { element } from './elements.js';

/** The three selects; what they say stands in the address, so that it can be kept, shared and gone back to. */
export class Choosing {
  readonly #selects = {
    profile: element('profile', HTMLSelectElement),
    template: element('template', HTMLSelectElement),
    variant: element('variant', HTMLSelectElement),
  };
  choice = choiceOf(location.search);
  #lists: Pick<Lists, 'profiles' | 'templates'> | undefined;
  #news: Pick<ViewNews, 'picture' | 'variants'> = { variants: [] };

  /** @param chosen told of every choice that a person makes */
  constructor(chosen: (choice: PreviewChoice) => void) {
    const choose = (choice: PreviewChoice) => {
      // Its variants and its template are not known before it is drawn.
      if (choice.profile !== this.choice.profile) this.#news = { variants: [] };
      this.choice = choice;
      this.#fill();
      chosen(choice);
    };
    for (const [key, select] of Object.entries(this.#selects)) {
      select.addEventListener('change', () => {
        // A variant is one of its profile's and of no other.
        const variant = key === 'profile' ? '' : this.choice.variant;
        const choice = { ...this.choice, variant, [key]: select.value };
        history.pushState(null, '', queryOf(choice) || location.pathname);
        choose(choice);
      });
    }
    window.addEventListener('popstate', () => choose(choiceOf(location.search)));
  }

  /** @returns whether the first profile of an empty folder has come, which nobody could choose before */
  offer(lists: Lists): boolean {
    const wasEmpty = this.#lists?.profiles.length === 0;
    this.#lists = lists;
    this.#fill();
    return wasEmpty && lists.profiles.length > 0 && this.choice.profile === '';
  }

  /** The server says what is shown; where the address named no profile, which one it took. */
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

/** Gives a select its options, and only where they differ: an open list would close. */
function fill(select: HTMLSelectElement, options: Option[], chosen: string): void {
  const known = options.some(([value]) => value === chosen);
  const all: Option[] = known || chosen === '' ? options : [...options, [chosen, `${chosen} (not there)`]];
  const before = [...select.options].map((option) => [option.value, option.text]);
  if (JSON.stringify(before) !== JSON.stringify(all))
    select.replaceChildren(...all.map(([value, text]) => new Option(text, value)));
  select.value = chosen;
  select.disabled = all.length < 2 && known;
}
