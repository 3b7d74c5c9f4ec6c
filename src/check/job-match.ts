import type { Where } from '../errors.js';
import { type AskedLanguage, spokenAt } from '../packet/languages.js';
import type { Found } from './finding.js';
import type { Job } from './job.js';
import type { LintContext, Rule } from './lint-context.js';
import { findWords, wordsIn } from './phrases.js';
import { isWritten, type Text } from './texts.js';

/** A requirement of a job description, and every place where a profile meets it. */
export interface JobMatch {
  term: string;
  asked: Where;
  places: Required<Where>[];
}

/**
 * Matches the requirements of a job description against a profile; an unmet requirement has no places.
 *
 * @internal
 */
export function matchJob(subject: LintContext, job: Job): JobMatch[] {
  const texts = subject.texts.filter(isWritten).map((text) => ({ text, words: wordsIn(withoutAddresses(text.value)) }));
  const matches = job.wishes.map((wish) => ({
    wish,
    term: wish.term,
    asked: { file: job.file, line: wish.line, column: wish.column },
    places: texts.flatMap(({ text, words }) => {
      if (wish.language)
        return statesLanguage(text, wish.language, subject) ? [placeOf(text, [0, text.value.length], subject)] : [];
      const hits = wish.spellings
        .filter(({ plain }) => plain === undefined || isListed(text))
        .flatMap(({ stems, plain }) =>
          findWords(words, stems)
            .map((index) => [words[index]?.from ?? 0, words[index + stems.length - 1]?.to ?? 0] as const)
            .filter((range) => plain === undefined || text.value.slice(...range) === plain),
        );
      const [first] = hits.sort((a, b) => a[0] - b[0]);
      return first ? [placeOf(text, first, subject)] : [];
    }),
  }));
  return matches
    .filter(({ wish, places }) => places.length > 0 || !wish.byTheWay)
    .map(({ wish: _wish, ...match }) => match);
}

function placeOf(text: Text, range: readonly [number, number], { file, document }: LintContext): Required<Where> {
  return { file, ...document.position(text.range(...range)[0]) };
}

/** `true` if a text is the name of a language that the profile states at the required level. */
function statesLanguage({ path, key }: Text, asked: AskedLanguage, { profile }: LintContext): boolean {
  return path[0] === 'languages' && key === 'language' && spokenAt(profile, asked).includes(Number(path[1]));
}

/**
 * Requirements of a job description that the profile does not mention.
 *
 * @internal
 */
export const jobTerms: Rule = {
  name: 'job-terms',
  severity: 'note',
  title: 'Terms of the job description that the profile does not mention',
  help: 'Only with --job, and only a note: a skill or phrase of the job description that occurs nowhere in the profile under any of its names. Plurals and hyphens make no difference. Terms that do occur are listed with their places in the profile.',
  find: (subject) => {
    const { job } = subject;
    if (!job) return [];
    return matchJob(subject, job)
      .filter(({ places }) => places.length === 0)
      .map(({ term, asked }) => ({
        ...placeFor(subject),
        message: `the job description asks for ${term} (${asked.file}:${asked.line}:${asked.column}), but the profile does not mention it`,
        hint: 'mention it where it is true',
        unframed: true,
      }));
  },
};

/** Returns the place where a skill would be added. */
function placeFor({ document, profile }: LintContext): Pick<Found, 'range'> {
  const key = profile.skills ? 'skills' : profile.work ? 'work' : 'basics';
  const [from = 0] = document.rangeOf([key], 'key') ?? [];
  return { range: [from, from + key.length] };
}

/** Blanks out the addresses of links; every other character keeps its offset. */
function withoutAddresses(value: string): string {
  return value.replace(/\]\([^)\s]{0,500}\)|\bhttps?:\/\/\S+/g, (part) => ' '.repeat(part.length));
}

function isListed({ field }: Text): boolean {
  return field.skill === true;
}
