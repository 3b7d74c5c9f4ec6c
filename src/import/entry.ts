import { compareDates, parseDate } from '../profile/dates.js';
import type { Path } from '../profile/document.js';
import type { FieldMetadata } from '../profile/field-metadata.js';
import { fieldsAt } from '../profile/field-walk.js';
import { profileSchema } from '../profile/schema.js';
import { readDate, readPeriod } from './basics.js';
import { type Draft, type Fields, isAddress, placeLeft } from './draft.js';
import { type Link, plain, proseOf, type Source, splitList } from './source.js';

/** The lists of a profile that can hold entries. */
export type Kind =
  | 'work'
  | 'volunteer'
  | 'education'
  | 'projects'
  | 'awards'
  | 'certificates'
  | 'publications'
  | 'skills'
  | 'languages'
  | 'interests'
  | 'references'
  | 'custom';

/**
 * Builds an entry from one of another tool. Each call maps the first of several keys whose value fits; `finish` also
 * places the unmapped values.
 */
export class EntryMaker {
  readonly fields: Fields = {};
  readonly source: Source;
  readonly kind: Kind;
  readonly #draft: Draft;
  /** The path of such an entry in a profile. */
  readonly #place: Path;
  readonly #shape: ReadonlyMap<string, FieldMetadata>;
  readonly #dates = new Map<string, Source>();

  constructor(source: Source, kind: Kind, draft: Draft) {
    this.source = source;
    this.kind = kind;
    this.#draft = draft;
    this.#place = kind === 'custom' ? ['sections', 0, 'entries', 0] : [kind, 0];
    this.#shape = new Map(fieldsAt(profileSchema, this.#place));
  }

  /** Maps a name or another single-line text. */
  text(key: string, ...names: string[]): this {
    const source = this.#first(names.length > 0 ? names : [key]);
    if (source && this.fields[key] === undefined) this.put(key, this.#line(source.take() ?? '', key));
    return this;
  }

  /** Maps a Markdown text; a list at its end becomes bullets if the entry can have them. */
  prose(key: string, ...names: string[]): this {
    for (const name of names.length > 0 ? names : [key]) {
      const source = this.source.get(name);
      if (source.text === undefined) continue;
      const text = proseOf(source.take() ?? '', this.#draft.style.markdown);
      if (!this.#draft.style.markdown && !this.#draft.style.lists) {
        this.append(key, text);
        continue;
      }
      const lists = this.#shape.has('highlights') ? splitList(text) : { text, bullets: [] };
      this.append(key, lists.text);
      this.#push('highlights', lists.bullets);
    }
    return this;
  }

  /** Maps single-line texts from the first of several keys, given as a list or as a single text. */
  list(key: string, ...names: string[]): this {
    for (const name of names.length > 0 ? names : [key]) {
      for (const item of this.source.get(name).items()) {
        const text = item.take();
        if (text !== undefined) this.#push(key, [this.#line(text)]);
      }
    }
    return this;
  }

  bullets(...names: string[]): this {
    for (const name of names) {
      for (const item of this.source.get(name).items()) {
        const text = item.take();
        if (text !== undefined) this.#push('highlights', [proseOf(text, this.#draft.style.markdown)]);
      }
    }
    return this;
  }

  /** Maps an address; a value that is not one is left for `finish`. */
  url(key: string, ...names: string[]): this {
    const source = this.#first(names.length > 0 ? names : [key]);
    if (source && this.fields[key] === undefined && isAddress(source.text)) this.put(key, source.take());
    return this;
  }

  date(key: string, ...names: string[]): this {
    const source = this.#first(names.length > 0 ? names : [key]);
    if (source) this.#dates.set(key, source);
    return this;
  }

  span(start: string[], end: string[]): this {
    return this.date('startDate', ...start).date('endDate', ...end);
  }

  /** Maps a period that is a group with a start and an end. */
  spanIn(source: Source): this {
    for (const [key, name] of [
      ['startDate', 'start'],
      ['endDate', 'end'],
    ] as const)
      if (source.get(name).text !== undefined) this.#dates.set(key, source.get(name));
    return this;
  }

  /** Maps a period in one text, such as `March 2022 - Present`, or a single date, which is the end. */
  period(...names: string[]): this {
    const source = this.#first(names);
    const dates = source && readPeriod(source.text ?? '');
    if (dates) {
      source.take();
      return this.put('startDate', dates.start).put('endDate', dates.end);
    }
    if (source) this.#dates.set(this.#shape.has('startDate') ? 'startDate' : 'date', source);
    return this;
  }

  link(link: Link): this {
    this.#push('links', [link]);
    return this;
  }

  put(key: string, value: unknown): this {
    if (value !== undefined && value !== '') this.fields[key] = value;
    return this;
  }

  /** Adds a paragraph to a text. */
  append(key: string, paragraph: string): this {
    return this.put(key, [this.fields[key], paragraph].filter(Boolean).join('\n\n'));
  }

  /** Adds items to a list. */
  #push(key: string, items: readonly unknown[]): void {
    if (items.length === 0) return;
    const list = (this.fields[key] ?? []) as unknown[];
    for (const item of items) list.push(item);
    this.fields[key] = list;
  }

  /**
   * Returns the entry, or undefined if it is empty.
   *
   * @param options.openEnd `true` if a start without an end means that the entry is ongoing
   */
  finish(options: { openEnd?: boolean } = {}): Fields | undefined {
    this.#setDates(options.openEnd === true);
    placeLeft(this.source, this.fields, this.#place, this.#draft);
    this.#saveUrl();
    if (Object.keys(this.fields).length === 0) return undefined;
    // Orders the fields as an author would write them.
    const { fields } = this;
    const known = [...this.#shape.keys()];
    const entries = Object.entries(fields).sort(([a], [b]) => known.indexOf(a) - known.indexOf(b));
    for (const [key] of entries) delete fields[key];
    return Object.assign(fields, Object.fromEntries(entries));
  }

  #first(names: readonly string[]): Source | undefined {
    return names.map((name) => this.source.get(name)).find(({ text, isTaken }) => text !== undefined && !isTaken);
  }

  /**
   * Reads a single-line text. An address that it links becomes the entry's own if the text is a heading, otherwise one
   * of its links.
   */
  #line(text: string, key = ''): string {
    if (!this.#draft.style.markdown) return text;
    const { text: bare, links } = plain(proseOf(text, true));
    for (const link of links) {
      if (this.#shape.get(key)?.heading && this.#shape.has('url') && this.fields.url === undefined)
        this.put('url', link.url);
      else this.link(link);
    }
    return bare;
  }

  #setDates(openEnd: boolean): void {
    const [start, end] = [this.#dates.get('startDate'), this.#dates.get('endDate')];
    const from = start?.text === undefined ? undefined : readDate(start.text, false);
    const to = end?.text === undefined ? undefined : readDate(end.text, true);
    const [first, last] = [parseDate(from ?? ''), parseDate(to ?? '')];
    const isWrong = first !== undefined && last !== undefined && compareDates(last, first) < 0;
    const loose: Source[] = [];
    if ((start && !from) || (end && !to) || isWrong)
      loose.push(...[start, end].filter((source) => source !== undefined));
    else {
      start?.take();
      end?.take();
      this.put('startDate', from).put('endDate', to ?? (from && openEnd ? 'present' : undefined));
    }
    for (const [key, source] of this.#dates) {
      if (key === 'startDate' || key === 'endDate' || source.text === undefined) continue;
      const date = readDate(source.text, false);
      if (date) this.put(key, source.take() && date);
      else loose.push(source);
    }
    // An unreadable date is printed above the heading as written.
    if (loose.length === 0 || this.fields.eyebrow !== undefined) return;
    const left = loose.filter(({ key }, index) => loose.findIndex((other) => other.key === key) === index);
    this.put('eyebrow', left.map(({ text }) => this.#line(text ?? '')).join(' – '));
    this.#draft.move(left, this.fields, 'eyebrow');
    const why = isWrong ? 'the end is before the start' : 'the date cannot be read';
    this.#draft.note(this.fields, 'eyebrow', `${why}, so it is kept as text; use startDate, endDate or date: 2023-04`);
  }

  /** Converts the address to a link if the entry has no heading that would be printed with it. */
  #saveUrl(): void {
    const { fields } = this;
    if (fields.url === undefined) return;
    if ([...this.#shape].some(([key, { heading, linked }]) => fields[key] !== undefined && (heading || linked))) return;
    this.link({ label: String(fields.url).replace(/^https?:\/\//, ''), url: String(fields.url) });
    delete fields.url;
  }
}
