import { choiceOf, type Lists, type PreviewChoice, queryOf, type ViewNews } from '../protocol.js';
import { element } from './elements.js';

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
