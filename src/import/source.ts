import type { Path } from '../profile/document.js';
import { text } from '../profile/fields.js';
import { at } from '../profile/values.js';

/**
 * A value of another tool's document. Records which values were mapped, so that the unmapped ones can be placed
 * elsewhere and nothing is lost.
 */
export class Source {
  readonly value: unknown;
  readonly path: Path;
  readonly #taken: Set<string>;

  constructor(value: unknown, path: Path = [], taken: Set<string> = new Set()) {
    this.value = value;
    this.path = path;
    this.#taken = taken;
  }

  /** Returns the value of a key; an empty source if there is none. */
  get(key: PropertyKey): Source {
    return new Source(at(this.value, String(key)), [...this.path, key], this.#taken);
  }

  /** The last key of the path. */
  get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  get isMap(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** The keys of a group, in order. */
  keys(): string[] {
    return this.isMap ? Object.keys(this.value as object) : [];
  }

  /** Returns the items of a list; a single value is a list of one, and undefined an empty one. */
  items(): Source[] {
    if (Array.isArray(this.value))
      return this.value.map((item, index) => new Source(item, [...this.path, index], this.#taken));
    return this.value === undefined || this.value === '' ? [] : [this];
  }

  /** The text of a scalar that is not empty. */
  get text(): string | undefined {
    if (typeof this.value !== 'string' && typeof this.value !== 'boolean') return undefined;
    return text.parse(this.value) || undefined;
  }

  /** Returns the text and marks it as mapped. */
  take(): string | undefined {
    const found = this.isTaken ? undefined : this.text;
    if (found !== undefined) this.#taken.add(keyOf(this.path));
    return found;
  }

  /** Marks every value in it as mapped. */
  takeAll(): void {
    for (const scalar of this.left()) scalar.take();
  }

  get isTaken(): boolean {
    return this.#taken.has(keyOf(this.path));
  }

  /** Returns the unmapped scalars at or below this source that are not empty. */
  left(): Source[] {
    if (this.isMap) return this.keys().flatMap((key) => this.get(key).left());
    if (this.isList) return this.items().flatMap((item) => item.left());
    return this.text === undefined || this.isTaken ? [] : [this];
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
