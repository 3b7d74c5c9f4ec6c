import { parseInline } from '../content/markup.js';
import { isOpen } from '../profile/dates.js';
import { flat, type LintEntry } from './entries.js';
import type { Rule } from './lint-context.js';
import { at, atStart, isProse, ownWords, type Text } from './texts.js';
import { formOf, type VerbForm } from './verbs.js';

const NAMES: Record<VerbForm, string> = {
  past: 'the past ("Built")',
  present: 'the third person ("Builds")',
  base: 'the base form ("Build")',
};

/** Bullets of one entry that begin in different tenses. */
export const mixedTense: Rule = {
  name: 'mixed-tense',
  severity: 'warning',
  title: 'Bullets of one entry in different tenses',
  help: 'Some bullets of an entry begin with a verb in the past, others with one in the present. A current job may use both. English only; words that may also be nouns or adjectives are ignored.',
  find: ({ entries, english }) =>
    (english ? flat(entries) : []).flatMap((entry) => {
      const forms = entry.bullets.flatMap((text) => {
        const form = formOf(parseInline(text.value).plain);
        return form && !(form === 'past' && goesOn(entry)) ? [{ text, form }] : [];
      });
      const odd = oddOne(forms, ({ form }) => form);
      if (!odd) return [];
      return atStart(odd.item.text, {
        message: `this bullet begins in ${NAMES[odd.item.form]}, others of the entry in ${NAMES[odd.usual]}`,
        hint: 'begin all bullets of an entry in the same form',
      });
    }),
};

/** Entries in which only some bullets end with a full stop. */
export const mixedPunctuation: Rule = {
  name: 'mixed-punctuation',
  severity: 'warning',
  title: 'Bullets of one entry that end differently',
  help: 'Some bullets of an entry end with a full stop, others do not. Bullets that end with an abbreviation (etc., Inc.) are ignored.',
  find: ({ entries }) =>
    flat(entries).flatMap(({ bullets }) => {
      const ends = bullets.flatMap((text) => {
        const end = endOf(parseInline(text.value).plain);
        return end ? [{ text, end }] : [];
      });
      const odd = oddOne(ends, ({ end }) => end);
      if (!odd) return [];
      const { text, end } = odd.item;
      const last = text.value.trimEnd().length;
      return at(text, last - 1, last, {
        message: `this bullet ends ${end}, others of the entry ${odd.usual}`,
        hint: 'end all bullets of an entry the same way',
      });
    }),
};

/**
 * Returns the first item that differs from the most frequent kind; of equally frequent kinds, the first is the usual
 * one.
 */
function oddOne<T, K>(items: readonly T[], kindOf: (item: T) => K): { item: T; usual: K } | undefined {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(kindOf(item), (counts.get(kindOf(item)) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  if (!first || counts.size < 2) return undefined;
  const item = items.find((other) => kindOf(other) !== first[0]);
  return item && { item, usual: first[0] };
}

/** Quotes and brackets that may follow the end of a sentence. */
const CLOSING = ['"', "'", '”', '’', ')', ']'];

function endOf(plain: string): 'with a full stop' | 'without one' | undefined {
  let end = plain.trimEnd().length;
  while (end > 0 && CLOSING.includes(plain[end - 1] ?? '')) end--;
  const bare = plain.slice(0, end);
  if (/(?:\b(?:etc|inc|ltd|corp|co|e\.g|i\.e|approx|no|vs|a\.m|p\.m)\.|[…:])$/i.test(bare)) return undefined;
  return /[.!?;]$/.test(bare) ? 'with a full stop' : 'without one';
}

function goesOn(entry: LintEntry): boolean {
  return isOpen(entry.endDate ?? '') || (entry.list === 'work' && entry.startDate !== undefined && !entry.endDate);
}

/** Returns the words of a bullet, ignoring case, punctuation and inline formatting. */
export function wordsOf(text: Text): string {
  const { plain } = parseInline(text.value);
  return (plain.toLowerCase().match(/[\p{L}\p{N}+#%]+/gu) ?? []).join(' ');
}

/** First-person words, in spellings without another meaning: US is a country, ME an abbreviation. */
const WORDS =
  /(?<![\p{L}\p{N}/.@&+_-])(?:I(?=['’](?:m|ve|d|ll)\b)|I(?= +\p{Ll})|[Mm]y|[Mm]yself|me|[Ww]e|us|[Oo]ur|[Oo]urs)(?![\p{L}\p{N}/@&+_-]|\.\p{L})/gu;

/** Words after which I is a Roman numeral: World War I, phase I. */
const NUMBERED =
  /\b(?:phases?|types?|class|grade|level|part|stage|tier|category|chapter|volume|war|section|table|group|unit|division|mark|series|appendix|annex)\s+$/i;

/** Capitalized words that may begin a sentence and be followed by I. */
const OPENING =
  /^(?:When|While|Where|And|But|If|As|Since|After|Before|Because|So|That|What|Which|Here|There|Today|Currently|Now|Then|Also|Later|First|Recently|Although|Though|Once|Until|Whenever)$/;

/** "I", "my" or "we" in texts about the author, which a résumé phrases without them. */
export const firstPerson: Rule = {
  name: 'first-person',
  severity: 'warning',
  title: 'Use of the first person',
  help: 'I, me, my, myself, we, us, our or ours in the prose of an English profile. Ignored: code, quotations and references; I as a number or in a name (I/O, World War I), US, and My before a name.',
  find: ({ texts, english }) =>
    (english ? texts.filter(isProse) : []).flatMap((text) => {
      const words = ownWords(text.value);
      const hits = [...words.matchAll(WORDS)].filter((match) => isPerson(match[0], words, match.index));
      const [first] = hits;
      if (!first) return [];
      const named = [...new Set(hits.map(([word]) => `"${word}"`))].join(', ');
      return at(text, first.index, first.index + first[0].length, {
        message: `${named}: a first person`,
        hint: 'omit the subject and begin with the verb, as in "Built …"',
      });
    }),
};

/** The number of characters around a word that are examined to determine its meaning. */
const NEAR = 100;

function isPerson(word: string, words: string, index: number): boolean {
  const before = words.slice(Math.max(0, index - NEAR), index);
  const after = words.slice(index + word.length, index + word.length + NEAR);
  if (word === 'I') {
    const previous = /(\p{L}{1,30})[*_]{0,6}\s{1,9}$/u.exec(before)?.[1] ?? '';
    if (NUMBERED.test(before.replace(/[*_]/g, ''))) return false;
    return !/^\p{Lu}/u.test(previous) || OPENING.test(previous);
  }
  // "My Account" is a name; after a figure, "us" is a unit; "Contact us" is the name of a page.
  if (word === 'My') return !/^\s+[*_]*\p{Lu}/u.test(after);
  if (word === 'us') return !/[\d.]\s*$/.test(before) && !/\b(?:contact|about)\s+$/i.test(before);
  if (word === 'me') return !/\b(?:read|about)[\s-]+$/i.test(before);
  return true;
}
