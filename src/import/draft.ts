import type { Problem } from '../errors.js';
import type { Path } from '../profile/document.js';
import { readLeniently } from '../profile/lenient.js';
import { RESERVED_SLUGS, slugOf } from '../profile/names.js';
import { profileSchema, STANDARD_SECTIONS } from '../profile/schema.js';
import type { Source } from './source.js';

/** Part of a profile that is being put together. */
export type Fields = Record<string, unknown>;

/** A comment at a key of some part of the profile; it never quotes the source, whose words might mean something there. */
export interface Note {
  holder: object;
  key: string | number;
  comment: string;
}

/** A value that had no place of its own, and where it stands now. */
export interface Moved {
  from: Path;
  holder: object;
  key: string | number;
}

/** How the texts of a format are written. */
export interface Style {
  /** `true` if names and titles may have inline Markdown too; only prose has it in a profile. */
  markdown: boolean;
}

/** A profile that is being put together from another tool's document. */
export class Draft {
  readonly profile: Fields = {};
  readonly notes: Note[] = [];
  readonly moved: Moved[] = [];
  /** What says nothing of the person: settings of the other tool. */
  readonly settings: Source[] = [];
  /** Sections in the order in which they are to be shown, with titles where they are not the usual ones. */
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

  /** Takes sections over as they stand. */
  keepSections(sections: readonly { id: string }[]): void {
    for (const { id } of sections) this.#ids.add(id);
    this.profile.sections = [...sections];
  }

  /** Adds a section of its own, and gives it with its id, which no other has. */
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

  /** Says where values stand now that had no place of their own. */
  move(sources: readonly Source[], holder: object, key: string | number): void {
    for (const source of sources) {
      source.take();
      this.moved.push({ from: source.path, holder, key });
    }
  }

  /** Sets aside what is a setting of the other tool. */
  leave(source: Source): void {
    if (source.left().length === 0) return;
    this.settings.push(source);
    source.takeAll();
  }
}

/** What a profile's file may be called, without its ending: by the first of some names that has letters or digits. */
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
  // A value that would be converted, or printed without its link, does not fit: it has a better place elsewhere.
  const problem = (_path: Path, _part: string, what: Problem) => what;
  const document = { value: whole, problem, text: '', isJson: false, rangeOf: () => undefined };
  const { warnings } = readLeniently(profileSchema, document, false);
  return warnings.length === 0 || path.at(-1) === 'email' || path.at(-1) === 'phone';
}
