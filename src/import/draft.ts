import type { Problem } from '../errors.js';
import type { Path } from '../profile/document.js';
import { isDate } from '../profile/field-metadata.js';
import { knownKeys } from '../profile/field-walk.js';
import { readLeniently } from '../profile/lenient.js';
import { RESERVED_SLUGS, slugOf } from '../profile/names.js';
import { profileSchema, STANDARD_SECTIONS } from '../profile/schema.js';
import { isMarked, labelOfPath, plain, proseOf, type Source } from './source.js';

/** Part of a profile under construction. */
export type Fields = Record<string, unknown>;

/** A comment at a key of a part of the profile. */
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
  /** `true` if a list at the end of a text becomes bullets; always so where texts are Markdown. */
  lists?: boolean;
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

/** `true` for an address that a profile accepts. */
export function isAddress(text: string | undefined): text is string {
  return text !== undefined && fits(['basics', 'url'], text);
}

/** The length above which a value is printed as a paragraph rather than beside a label. */
const LONG = 90;

/** The note for the author about an entry that the other tool marked as private. */
export const PRIVATE = 'was marked as private: remove it, or move it to profiles/private/';

/**
 * Keys of values that a tool keeps for itself: identifiers, visibility, looks, and instructions for language models.
 * They are never printed.
 */
const SETTING =
  /^(?:[$_].*|id|uuid|guid|slug|(?:ai|llm)(?:[_-].*|[A-Z].*)?|prompts?|(?:show|hide)(?:[_-].*|[A-Z].*)|visible|hidden|visibility|enabled|disabled|locked|columns?|layout|separateLinks|inlineLink|keepTogether|startOnNewPage|icon|colou?r|css|fonts?|theme|template|schemaVersion|(?:created|updated)(?:At|_at))$/;

/** Sets aside the unmapped values that are settings of the other tool: those with such a key, and those of `meta`. */
export function leaveSettings(source: Source, draft: Draft): void {
  for (const value of source.left())
    if (value.path[0] === 'meta' || value.path.some((step) => typeof step === 'string' && SETTING.test(step)))
      draft.leave(value);
}

/** Unmapped values under one label. */
export interface Left {
  label: string;
  sources: Source[];
}

/**
 * Places the unmapped values of an entry in the entry itself: as links, as paragraphs, or as pairs of a label and a
 * value. In an entry with neither prose nor a date, which is printed on one line, they become keywords.
 *
 * @param at the path of such an entry in a profile
 */
export function placeLeft(source: Source, fields: Fields, at: Path, draft: Draft): void {
  leaveSettings(source, draft);
  const prose = knownKeys(profileSchema, at, ({ role }) => role === 'prose')[0];
  const isTerm = prose === undefined && knownKeys(profileSchema, at, isDate).length === 0;
  for (const { label, sources } of groupLeft(source, source.path.length)) {
    const texts = sources.map((value) => takeShown(value));
    if (texts.every((text) => /^(https?|mailto|tel):/i.test(text) && isAddress(text))) {
      const links = sources.map((value, index) => ({
        label: sources.length > 1 ? `${label} ${index + 1}` : label,
        url: value.text,
      }));
      fields.links = [...((fields.links ?? []) as object[]), ...links];
      note(fields, 'links', sources);
      continue;
    }
    const text = texts.join(', ');
    const { text: bare, links } = plain(text);
    if (prose && (text.length > LONG || texts.some(isMarked))) {
      fields[prose] = [fields[prose], `**${label}:** ${text}`].filter(Boolean).join('\n\n');
      note(fields, prose, sources);
      continue;
    }
    if (links.length > 0) fields.links = [...((fields.links ?? []) as object[]), ...links];
    if (isTerm) {
      fields.keywords = [...((fields.keywords ?? []) as string[]), `${label}: ${bare}`];
      note(fields, 'keywords', sources);
    } else {
      fields.features = [...((fields.features ?? []) as object[]), { label, value: bare }];
      note(fields, 'features', sources);
    }
  }

  function note(holder: Fields, key: string, sources: readonly Source[]): void {
    draft.move(sources, holder, key);
    const isPrivate = sources.some(({ key: name, value }) => /^(private|ignore)$/.test(name) && value === true);
    draft.note(holder, key, isPrivate ? PRIVATE : 'includes unmapped values');
  }
}

/** Groups the unmapped values below a source, in order; lists of scalars are kept together. */
export function groupLeft(source: Source, depth: number): Left[] {
  const left = source.left();
  if (left.length === 0) return [];
  const isTogether = left.every(({ path }) => path.length === source.path.length + 1) && source.isList;
  if (isTogether || (left.length === 1 && left[0]?.path.length === source.path.length))
    return [{ label: labelOfPath(source.path.slice(depth)) || 'More', sources: left }];
  return [...(source.isList ? source.items() : source.keys().map((key) => source.get(key)))].flatMap((child) =>
    groupLeft(child, depth),
  );
}

/** Marks a value as mapped and returns it as printed. */
export function takeShown(source: Source): string {
  const text = source.take() ?? '';
  if (typeof source.value === 'boolean') return source.value ? 'yes' : 'no';
  return proseOf(text, true);
}
