import type { Rule } from './finding.js';
import { at, isProse, ownWords } from './texts.js';

/** The words of a first person, in the spelling in which they are nothing else: US is a country, ME a machine. */
const WORDS =
  /(?<![\p{L}\p{N}/.@&+_-])(?:I(?=['’](?:m|ve|d|ll)\b)|I(?= +\p{Ll})|[Mm]y|[Mm]yself|me|[Ww]e|us|[Oo]ur|[Oo]urs)(?![\p{L}\p{N}/@&+_-]|\.\p{L})/gu;

/** Words after which I is a number: World War I, phase I. */
const NUMBERED =
  /\b(?:phases?|types?|class|grade|level|part|stage|tier|category|chapter|volume|war|section|table|group|unit|division|mark|series|appendix|annex)\s+$/i;

/** Words that may begin a sentence with a capital and be followed by I. */
const OPENING =
  /^(?:When|While|Where|And|But|If|As|Since|After|Before|Because|So|That|What|Which|Here|There|Today|Currently|Now|Then|Also|Later|First|Recently|Although|Though|Once|Until|Whenever)$/;

/** "I", "my", "we" where a résumé speaks of its author without them. */
export const firstPerson: Rule = {
  name: 'first-person',
  severity: 'warning',
  title: 'A first person',
  help: 'I, me, my, myself, we, us, our, ours in the prose of an English profile. Not code, quotations and references; not I as a number or in a name (I/O, World War I), US, or My before a name.',
  find: ({ texts, english }) =>
    (english ? texts.filter(isProse) : []).flatMap((text) => {
      const words = ownWords(text.value);
      const hits = [...words.matchAll(WORDS)].filter((match) => isPerson(match[0], words, match.index));
      const [first] = hits;
      if (!first) return [];
      const named = [...new Set(hits.map(([word]) => `"${word}"`))].join(', ');
      return at(text, first.index, first.index + first[0].length, {
        message: `${named}: a first person`,
        hint: 'a résumé leaves its author out: begin with the verb, as in "Built …"',
      });
    }),
};

/** The number of characters around a word that are enough to tell its meaning. */
const NEAR = 100;

function isPerson(word: string, words: string, index: number): boolean {
  const before = words.slice(Math.max(0, index - NEAR), index);
  const after = words.slice(index + word.length, index + word.length + NEAR);
  if (word === 'I') {
    const previous = /(\p{L}{1,30})[*_]{0,6}\s{1,9}$/u.exec(before)?.[1] ?? '';
    if (NUMBERED.test(before.replace(/[*_]/g, ''))) return false;
    return !/^\p{Lu}/u.test(previous) || OPENING.test(previous);
  }
  // "My Account" is a name; a figure before "us" makes it a unit; "contact us" is what a page is called.
  if (word === 'My') return !/^\s+[*_]*\p{Lu}/u.test(after);
  if (word === 'us') return !/[\d.]\s*$/.test(before) && !/\b(?:contact|about)\s+$/i.test(before);
  if (word === 'me') return !/\b(?:read|about)[\s-]+$/i.test(before);
  return true;
}
