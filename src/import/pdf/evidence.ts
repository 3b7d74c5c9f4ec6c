import type { Fields } from '../draft.js';
import type { Place } from './model.js';

/** The reason for which a value may be wrong, and what else it could be. */
export interface Doubt {
  why: string;
  alternatives: string[];
}

/** A value of a profile that was read from a page. */
export interface Evidence {
  holder: object;
  readonly key: string | number;
  place: Place;
  doubt?: Doubt;
}

/** Collects where the values of a profile stand, and which of them are unsure. */
export class Findings {
  readonly evidence: Evidence[] = [];

  /** Sets a field, unless there is no value for it. */
  set(fields: Fields, key: string, value: unknown, place: Place | undefined, doubt?: Doubt): void {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return;
    fields[key] = value;
    if (place) this.evidence.push({ holder: fields, key, place, ...(doubt ? { doubt } : {}) });
  }

  /** Adds an item to a list of a group. */
  push(fields: Fields, key: string, item: unknown, place: Place | undefined): void {
    const list = (fields[key] ?? []) as unknown[];
    list.push(item);
    fields[key] = list;
    if (place) this.evidence.push({ holder: list, key: list.length - 1, place });
  }

  /** Adds a paragraph to a text. */
  append(fields: Fields, key: string, text: string, place: Place | undefined): void {
    if (text === '') return;
    this.set(fields, key, [fields[key], text].filter(Boolean).join('\n\n'), place);
  }
}
