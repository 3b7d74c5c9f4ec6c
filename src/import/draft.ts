import type { Problem } from '../errors.js';
import type { Path } from '../profile/document.js';
import { readLeniently } from '../profile/lenient.js';
import { RESERVED_SLUGS, slugOf } from '../profile/names.js';
import { profileSchema, STANDARD_SECTIONS } from '../profile/schema.js';
import type { Source } from './source.js';

/** Part of a profile under construction. */
export type Fields = Record<string, unknown>;

/** A comment at a key of a part of the profile. It never quotes the source, whose text could break the comment. */
export interface Note {
  holder: object;
  key: string | number;
  comment: string;
}

/** A value without a corresponding key, and its new place. */
export interface Moved {
  from: Path;
  holder: object;
  key: string | number;
}

/** The text conventions of a format. */
export interface Style {
  /** `true` if names and titles may contain inline Markdown too; in a profile, only prose may. */
  markdown: boolean;
}

/** A profile that is built from another tool's document. */
export class Draft {
  readonly profile: Fields = {};
  readonly notes: Note[] = [];
  readonly moved: Moved[] = [];
  /** Settings of the other tool, which are not part of the résumé. */
  readonly settings: Source[] = [];
  /** The sections in display order, with titles that differ from the default. */
  readonly order: { id: string; title?: string }[] = [];
  readonly style: Style;
  readonly #ids = new Set<string>(STANDARD_SECTIONS);

  constructor(style: Style) {
    this.style = style;
  }

  /** Adds an entry to a section of the profile, unless it is empty. */
  add(section: string, entry: Fields | undefined): void {
    if (!entry) return;
    const list = (this.profile[section] ?? []) as Fields[];
    list.push(entry);
    this.profile[section] = list;
  }

  /** Copies sections unchanged. */
  keepSections(sections: readonly { id: string }[]): void {
    for (const { id } of sections) this.#ids.add(id);
    this.profile.sections = [...sections];
  }

  /** Adds a custom section and returns it with its unique id. */
  addSection(title: string, fields: Fields): Fields {
    const base = slugOf(title) || 'section';
    let id = base;
    for (let number = 2; this.#ids.has(id); number++) id = `${base}-${number}`;
    this.#ids.add(id);
    const section: Fields = { id, title, ...fields };
    this.add('sections', section);
    return section;
  }

  note(holder: object, key: string | number, comment: string): void {
    this.notes.push({ holder, key, comment });
  }

  /** Records the new place of values without a corresponding key. */
  move(sources: readonly Source[], holder: object, key: string | number): void {
    for (const source of sources) {
      source.take();
      this.moved.push({ from: source.path, holder, key });
    }
  }

  /** Sets aside a setting of the other tool. */
  leave(source: Source): void {
    if (source.left().length === 0) return;
    this.settings.push(source);
    source.takeAll();
  }
}

/** Returns a slug for the profile's file, from the first name that contains letters or digits. */
export function profileSlugOf(...names: string[]): string {
  const slug = names.map(slugOf).find(Boolean) ?? 'profile';
  return RESERVED_SLUGS.has(slug) ? `${slug}-profile` : slug;
}

/** `true` if a profile accepts a value at a path. */
export function fits(path: Path, value: unknown): boolean {
  const whole = path.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [String(step)]: inner }),
    value,
  );
  if (!profileSchema.safeParse(whole).success) return false;
  // A value that would be converted, or printed without its link, does not fit: another place suits it better.
  const problem = (_path: Path, _part: string, what: Problem) => what;
  const document = { value: whole, problem, text: '', isJson: false, rangeOf: () => undefined };
  const { warnings } = readLeniently(profileSchema, document, false);
  return warnings.length === 0 || path.at(-1) === 'email' || path.at(-1) === 'phone';
}
