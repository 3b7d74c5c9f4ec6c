import { foldName } from '../../profile/names.js';
import { likenessOf, type Person } from '../person.js';

/** A profile that is likely of the same person as another. */
export interface Likely {
  slug: string;
  person: Person;
  why: string;
}

/** The people whose profiles there are. */
export class People {
  readonly #people = new Map<string, Person>();
  /** Slugs by e-mail address and by name. */
  readonly #slugs = new Map<string, Set<string>>();

  add(slug: string, person: Person): void {
    this.#people.set(slug, person);
    for (const key of keysOf(person)) this.#slugs.set(key, (this.#slugs.get(key) ?? new Set()).add(slug));
  }

  /** The first profile that is likely of this person. */
  find(person: Person): Likely | undefined {
    const slugs = new Set(keysOf(person).flatMap((key) => [...(this.#slugs.get(key) ?? [])]));
    for (const slug of slugs) {
      const other = this.#people.get(slug);
      const why = other && likenessOf(person, other);
      if (why) return { slug, person: other, why };
    }
    return undefined;
  }
}

function keysOf({ name, email }: Person): string[] {
  const folded = foldName(name);
  return [...(email ? [`e-mail ${email.toLowerCase()}`] : []), ...(folded ? [`name ${folded}`] : [])];
}
