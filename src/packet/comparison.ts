import { fromWork } from '../content/entries.js';
import { type DateStyle, languageName } from '../content/locale.js';
import type { Content } from '../content/model.js';
import { wordsFor } from '../content/words.js';
import type { Profile } from '../profile/schema.js';
import { highestDegree } from './education.js';
import type { Introduced, Person } from './people.js';
import { latestJobs, skillMatrix } from './qualifications.js';
import { skillLink } from './skill-places.js';

/** The largest number of candidates who are compared side by side; more of them are the rows of a table. */
const SIDE_BY_SIDE = 4;

/** The largest numbers of skills: those that fit on a page as rows, and as columns. */
const MOST_SKILLS = { rows: 12, columns: 14 };

/** The number of candidates from which on a row has only one role and one number, so that a page shows many. */
const LONG = 13;

/** The largest number of roles of a candidate. */
const MOST_ROLES = 2;

/**
 * Compares candidates: facts as their résumés state them, and a matrix of skills. Facts that a profile lacks are null.
 *
 * @param about the texts about the packet's purpose; skills named there come first
 * @param lang the language of the packet
 */
export function comparisonView(
  people: readonly Person[],
  candidates: readonly Pick<Introduced, 'profile' | 'content'>[],
  about: string,
  lang: string,
) {
  const isWide = people.length > SIDE_BY_SIDE;
  const isLong = people.length >= LONG;
  const profiles = candidates.map(({ profile }) => profile);
  const matrix = skillMatrix(profiles, isWide ? MOST_SKILLS.columns : MOST_SKILLS.rows, about);
  const rows = people.map((person, index) => {
    const { profile, content } = candidates[index] as Introduced;
    return {
      ...person,
      ...factsOf(profile, content, lang, isLong ? 1 : MOST_ROLES),
      numbers: content.metrics
        .slice(0, isLong ? 1 : isWide ? 2 : 3)
        .map(({ value, label }) => ({ value, label: label ?? null })),
      skills: (matrix.rows[index] ?? []).map((evidence, at) => ({
        skill: matrix.skills[at] ?? '',
        evidence,
        mark: evidence === 'shown' ? '●' : evidence === 'listed' ? '○' : null,
        link: skillLink(person.slug, at),
      })),
    };
  });
  const has = (filled: (row: (typeof rows)[number]) => unknown) => rows.some((row) => Boolean(filled(row)));
  return {
    isWide,
    isLong,
    rows,
    skills: matrix.skills,
    /** The number of columns with candidates side by side. */
    span: rows.length + 1,
    /** The matrix with a row for each skill. */
    skillRows: matrix.skills.map((skill, at) => ({ skill, cells: rows.map(({ skills }) => skills[at]) })),
    has: {
      experience: has(({ experience }) => experience),
      roles: has(({ roles }) => roles.length),
      education: has(({ education }) => education),
      languages: has(({ languages }) => languages),
      place: has(({ place }) => place),
      availability: has(({ availability }) => availability),
      numbers: has(({ numbers }) => numbers.length),
    },
  };
}

/** The facts of a candidate, with up to a number of roles, and dates in the language of the packet. */
export function factsOf(profile: Profile, content: Content, lang: string, roles: number) {
  const { comma, present, span } = wordsFor(lang);
  const style: DateStyle = { locale: lang, present, span };
  const languages = (profile.languages ?? []).flatMap(({ language, fluency }) =>
    language ? [[languageName(language, content.lang), fluency && `(${fluency})`].filter(Boolean).join(' ')] : [],
  );
  return {
    roles: latestJobs(profile.work, roles).map((job) => {
      const { title, subtitle, dates } = fromWork(job, style);
      return { title, employer: subtitle ?? null, dates: dates ?? null };
    }),
    education: highestDegree(profile.education, style, comma) ?? null,
    languages: languages.join(comma) || null,
    availability: content.availability || null,
  };
}
