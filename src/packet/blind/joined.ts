import type { NamePart } from './name.js';

/** Names with more parts are joined only as a whole, and not in pairs. */
const MOST_PARTS = 5;

/**
 * The forms that join several parts of a name into one word: janedoe, doejane, jdoe, doej, anadelacruz.
 *
 * @param keys the Latin spellings of each part
 * @param isOrdinary `true` for an ordinary word or a skill
 * @param isCommon `true` for a word so common that a letter before it may form another word: trust
 * @returns each form, and whether it counts as a word or only as a handle
 */
export function joinedForms(
  parts: readonly NamePart[],
  keys: readonly (readonly string[])[],
  isOrdinary: (key: string) => boolean,
  isCommon: (key: string) => boolean,
): Map<string, 'word' | 'handle'> {
  const forms = new Map<string, 'word' | 'handle'>();
  const add = (form: string, kind: 'word' | 'handle') => {
    if (form.length < 3) return;
    const isHandle = kind === 'handle' || isOrdinary(form);
    if (forms.get(form) !== 'word') forms.set(form, isHandle ? 'handle' : 'word');
  };
  const main = parts.flatMap((part, index) => (part.isNickname ? [] : [index]));
  add(main.map((index) => keys[index]?.[0] ?? '').join(''), 'word');
  add(main.map((index) => withLead(parts[index], keys[index]?.[0] ?? '')).join(''), 'word');
  // The surname first, and the surname last.
  for (const order of [
    [...main.slice(1), ...main.slice(0, 1)],
    [...main.slice(-1), ...main.slice(0, -1)],
  ]) {
    if (main.length > 2) add(order.map((index) => keys[index]?.[0] ?? '').join(''), 'word');
  }
  for (const first of parts.keys()) {
    for (const second of parts.keys()) {
      if (first === second || parts.length > MOST_PARTS) continue;
      for (const a of keys[first] ?? []) {
        for (const b of keys[second] ?? []) {
          add(a + b, a.length + b.length < 4 ? 'handle' : 'word');
          for (const led of ledForms(parts[second], b)) add(a + led, 'word');
          // trust does not mean T. Rust, and marks does not mean Mark S.
          add(`${a[0]}${b}`, isCommon(b) || b.length < 3 || second < first ? 'handle' : 'word');
          add(`${b}${a[0]}`, 'handle');
          for (const led of ledForms(parts[second], b)) add(`${a[0]}${led}`, 'word');
        }
      }
    }
  }
  const last = main.at(-1);
  if (last !== undefined && main.length > 2) {
    const initials = main.slice(0, -1).map((index) => keys[index]?.[0]?.[0] ?? '');
    for (const key of keys[last] ?? []) add(initials.join('') + key, isCommon(key) ? 'handle' : 'word');
  }
  if (main.length > 1) add(main.map((index) => keys[index]?.[0]?.[0] ?? '').join(''), 'handle');
  for (const [index, each] of keys.entries())
    for (const key of each) for (const led of ledForms(parts[index], key)) add(led, 'word');
  return forms;
}

function withLead(part: NamePart | undefined, key: string): string {
  return (part?.lead.join('') ?? '') + key;
}

/** A part joined with its particles: delacruz, lacruz. */
function ledForms(part: NamePart | undefined, key: string): string[] {
  const lead = part?.lead ?? [];
  return lead.map((_, index) => lead.slice(index).join('') + key);
}
