import { parse } from 'yaml';
import { parseInline, plainText } from '../../content/markup.js';
import { mergeGroups } from '../../profile/values.js';
import type { Imported } from '../imported.js';
import type { ReadValue } from '../read-value.js';

/** A value of a profile as a report shows it, with its places in the original. */
export interface ReportField {
  /** A number that joins the value to its boxes. */
  id: number;
  /** The entry or section that contains it: `Work 2`. */
  group: string;
  /** Its name there: `Position`. */
  label: string;
  text: string;
  /** A text that was read in several pieces has several places. */
  places: Pick<ReadValue, 'page' | 'box'>[];
  why: string | undefined;
  alternatives: string[];
}

/** The values of a profile in the order in which they are in it. */
export function reportFields({ yaml, overlay, values }: Pick<Imported, 'yaml' | 'overlay' | 'values'>): ReportField[] {
  const profile = mergeGroups(parse(yaml), overlay === undefined ? {} : parse(overlay));
  const byPath = new Map<string, ReadValue[]>();
  for (const value of values) byPath.set(value.path, [...(byPath.get(value.path) ?? []), value]);
  const read = [...byPath].map(([path, pieces]) => ({ steps: stepsOf(path), pieces }));
  const isSingle = singles(read.map(({ steps }) => steps));
  return read
    .toSorted((one, other) => compareOrders(orderOf(profile, one.steps), orderOf(profile, other.steps)))
    .map(({ steps, pieces }, id) => {
      const doubt = pieces.find(({ why }) => why !== undefined);
      return {
        id,
        ...(isSingle(steps) ? shortName(steps) : longName(steps, profile)),
        text: shown(valueAt(profile, steps)),
        places: pieces.map(({ page, box }) => ({ page, box })),
        why: doubt?.why,
        alternatives: doubt?.alternatives ?? [],
      };
    });
}

/** Finds the entries of sections whose entries have one value each, such as skills. */
function singles(all: readonly Steps[]): (steps: Steps) => boolean {
  const entries = new Map<string, number>();
  for (const [section, index] of all) {
    const key = `${section} ${index}`;
    if (typeof index === 'number') entries.set(key, (entries.get(key) ?? 0) + 1);
  }
  const many = new Set([...entries].filter(([, count]) => count > 1).map(([key]) => key.split(' ')[0]));
  return ([section, index]) => typeof index === 'number' && section !== 'sections' && !many.has(String(section));
}

/** The place of a value in the profile: the number of the key or item at each step. */
function orderOf(profile: unknown, steps: Steps): number[] {
  return steps.map((step, depth) => {
    if (typeof step === 'number') return step;
    return Object.keys((valueAt(profile, steps.slice(0, depth)) as object | undefined) ?? {}).indexOf(step);
  });
}

function compareOrders(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((step, depth) => step !== other[depth]);
  return at === -1 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1);
}

type Steps = (string | number)[];

/** The steps of a path such as `work[0].highlights[1]`. */
function stepsOf(path: string): Steps {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index));
}

function valueAt(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    return (inner as Record<string | number, unknown>)[step];
  }, value);
}

function longName(steps: Steps, profile: unknown): { group: string; label: string } {
  const rest = steps.slice(typeof steps[1] === 'number' ? 2 : 1);
  return { group: groupOf(steps, profile), label: labelOf(rest) || capital(String(steps[0] ?? '')) };
}

function shortName([section = '', index, ...rest]: Steps): { group: string; label: string } {
  return { group: capital(String(section)), label: `${labelOf(rest)} ${Number(index) + 1}`.trim() };
}

function labelOf(steps: Steps): string {
  return capital(steps.map((step) => (typeof step === 'number' ? step + 1 : step)).join(' '));
}

function groupOf(steps: Steps, profile: unknown): string {
  const [section = '', index] = steps;
  if (typeof index !== 'number') return capital(String(section));
  const title = section === 'sections' ? valueAt(profile, [section, index, 'title']) : undefined;
  return typeof title === 'string' ? title : `${capital(String(section))} ${index + 1}`;
}

/** `Start date` for `startDate`. */
function capital(name: string): string {
  const words = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A value as text, without marks of Markdown. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shown).filter(Boolean).join(', ');
  return value === undefined || value === null ? '' : plainText(parseInline(String(value)).spans);
}
