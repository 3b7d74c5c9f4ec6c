import type { Path } from '../profile/document.js';
import { text } from '../profile/fields.js';
import { at } from '../profile/values.js';

/**
 * A value of another tool's document. What is taken over is remembered, so that what nobody took can be given a place
 * of its own: that is how nothing gets lost.
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

  /** The value of a key; one without a value where there is none. */
  get(key: PropertyKey): Source {
    return new Source(at(this.value, String(key)), [...this.path, key], this.#taken);
  }

  /** The last key of its path. */
  get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  get isMap(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** The keys of a group, in their order. */
  keys(): string[] {
    return this.isMap ? Object.keys(this.value as object) : [];
  }

  /** The items of a list; of a single value that one; none of nothing. */
  items(): Source[] {
    if (Array.isArray(this.value))
      return this.value.map((item, index) => new Source(item, [...this.path, index], this.#taken));
    return this.value === undefined || this.value === '' ? [] : [this];
  }

  /** The text of a single value that says something. */
  get text(): string | undefined {
    if (typeof this.value !== 'string' && typeof this.value !== 'boolean') return undefined;
    return text.parse(this.value) || undefined;
  }

  /** Its text, which now has a place. */
  take(): string | undefined {
    const found = this.isTaken ? undefined : this.text;
    if (found !== undefined) this.#taken.add(keyOf(this.path));
    return found;
  }

  /** All that it holds has a place. */
  takeAll(): void {
    for (const scalar of this.left()) scalar.take();
  }

  get isTaken(): boolean {
    return this.#taken.has(keyOf(this.path));
  }

  /** The single values at or below it that say something and have no place yet. */
  left(): Source[] {
    if (this.isMap) return this.keys().flatMap((key) => this.get(key).left());
    if (this.isList) return this.items().flatMap((item) => item.left());
    return this.text === undefined || this.isTaken ? [] : [this];
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
