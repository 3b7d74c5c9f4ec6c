import { flat, type LintEntry } from './entries.js';
import type { Found } from './finding.js';
import type { Rule } from './lint-context.js';
import { wordsOf } from './style.js';
import { atStart, type Text } from './texts.js';

/** The most lines that a bullet may take. */
const MOST_LINES = 3;

/** The number of bullets from which an entry is expected to contain a figure. */
const FEWEST_BULLETS = 3;

/** Bullets that take more than three lines on paper. */
export const longBullet: Rule = {
  name: 'long-bullet',
  severity: 'warning',
  title: `A bullet over ${MOST_LINES} lines`,
  help: `A bullet takes more than ${MOST_LINES} lines on paper, estimated from the character widths in the font, size and column of the template; only bullets that the main résumé shows. Kerning is averaged, so a line may hold one letter more or less than estimated.`,
  find({ entries, lines, profile }) {
    if (lines === undefined) return [];
    const hidden = (profile.meta?.sections ?? []).filter((choice) => choice.hidden).map(({ id }) => id);
    const marked = new Set(flat(entries).flatMap(({ section, isMarked }) => (isMarked ? [section] : [])));
    return entries
      .filter(({ section }) => !hidden.includes(section))
      .flatMap((entry) => {
        const isWide = !marked.has(entry.section);
        const find = (nested: boolean) => (text: Text) => tooLong(text, lines(text.value, nested, isWide));
        return [
          ...entry.bullets.flatMap(find(false)),
          ...entry.inner.flatMap((inner) => inner.bullets.flatMap(find(true))),
        ];
      });
  },
};

function tooLong(text: Text, lines: number): Found[] {
  if (lines <= MOST_LINES) return [];
  return [
    atStart(text, {
      message: `this bullet takes ${lines} lines`,
      hint: `shorten it to ${MOST_LINES}, or split it into two bullets`,
    }),
  ];
}

/** The same bullet in two places. */
export const repeatedBullet: Rule = {
  name: 'repeated-bullet',
  severity: 'warning',
  title: 'The same bullet twice',
  help: 'Two bullets of a profile have the same words in the same order; formatting, capitals and punctuation are ignored.',
  find: ({ entries, document }) => {
    const first = new Map<string, Text>();
    return flat(entries)
      .flatMap(({ bullets }) => bullets)
      .flatMap((text) => {
        const words = wordsOf(text);
        const earlier = first.get(words);
        if (!earlier) first.set(words, text);
        if (!earlier || words === '') return [];
        const { line } = document.position(earlier.range(0, 1)[0]);
        return atStart(text, {
          message: `this bullet repeats the one on line ${line}`,
          hint: 'remove one of the two, or say what was different',
        });
      });
  },
};

/** Lists whose entries are expected to contain figures. */
const MEASURED = ['work', 'volunteer', 'projects', 'sections'];

/** A word that begins with a figure or its currency; in EC2, AES-256 or HTTP/2 the digits belong to a name. */
const FIGURE = /^(?:(?:sub|top|mid|pre|post)-)?(?:US|CA|AU|Rs\.?|INR|USD|EUR|GBP)?[^\p{L}\p{N}]*\p{N}/iu;

const NUMBER_WORDS =
  /\b(zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens?|hundreds?|thousands?|millions?|billions?|half|halved|doubled?|twice|tripled?|quarter|first|second|third)\b/i;

/** Entries whose bullets contain no figure. */
export const noFigures: Rule = {
  name: 'no-figures',
  severity: 'warning',
  title: 'An entry without figures',
  help: `An entry has ${FEWEST_BULLETS} or more bullets, including those of engagements, but no figure in digits or words, in them or in its metrics. Digits inside a name (EC2, AES-256) do not count. Number words are recognized in English only.`,
  find: ({ entries, document, texts }) =>
    entries.flatMap((entry) => {
      const bullets = flat([entry]).flatMap((each) => each.bullets);
      if (!MEASURED.includes(entry.list) || bullets.length < FEWEST_BULLETS) return [];
      if ([...bullets, ...metricsOf(entry, texts)].some(({ value }) => hasFigure(value))) return [];
      // A job may have bullets only in its engagements.
      const own = entry.bullets.length > 0 ? 'highlights' : 'engagements';
      const range = document.rangeOf([...entry.path, own], 'key') ?? [0, 0];
      const begins = document.rangeOf(entry.path, 'value')?.[0];
      return {
        range,
        ...(begins === undefined ? {} : { begins }),
        message: `none of the ${bullets.length} bullets of "${entry.name}" gives a figure`,
        hint: 'say how many, how much, how fast or how often, if you know it',
      };
    }),
};

function metricsOf(entry: LintEntry, texts: readonly Text[]): Text[] {
  const depth = entry.path.length;
  return texts.filter(
    ({ path }) => path[depth] === 'metrics' && entry.path.every((step, index) => path[index] === step),
  );
}

/** `true` if a text contains a quantity. Numbers after "No." and digits in an address do not count. */
function hasFigure(text: string): boolean {
  const words = text.replace(/\]\([^)\s]{0,500}\)|\bNo\. ?\d+/g, ' ').split(/[\s,;:]+/);
  return words.some((word) => FIGURE.test(word)) || NUMBER_WORDS.test(text);
}
