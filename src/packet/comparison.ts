import { languageName } from '../content/locale.js';
import type { Content } from '../content/model.js';
import type { Words } from '../content/words/types.js';
import type { PartialDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { formatMonths } from './people.js';
import { experienceMonths, latestJob, skillMatrix } from './qualifications.js';

/** The data of a candidate that the comparison needs. */
interface Compared {
  name: string;
  /** The target of the link on the name. */
  link: string;
  profile: Profile;
  content: Content;
}

/** The maximum number of candidates in a table; more of them continue in another table. */
const MOST_ROWS = 20;

/** The maximum number of skill columns on a page. */
const MOST_SKILLS = 14;

/**
 * Compares candidates: facts, and a matrix of skills. Values that a profile lacks are left blank.
 *
 * @param asOf the month up to which current jobs are counted
 * @param about the texts about the packet's purpose; skills named there come first
 * @param words of the packet's language
 */
export function glance(candidates: readonly Compared[], asOf: PartialDate, about: string, words: Words) {
  const matrix = skillMatrix(
    candidates.map(({ profile }) => profile),
    MOST_SKILLS,
    about,
  );
  const rows = candidates.map(({ name, link, profile, content }, index) => {
    const job = latestJob(profile.work);
    const months = experienceMonths(profile.work, asOf);
    return {
      name,
      link,
      experience: months === undefined ? '' : formatMonths(months, words.packet),
      role: [...new Set([job?.position, job?.name])].filter(Boolean).join(words.comma),
      location: content.contacts.find((contact) => contact.kind === 'location')?.text ?? '',
      languages: (profile.languages ?? [])
        .flatMap(({ language }) => (language ? [languageName(language, content.lang)] : []))
        .join(words.comma),
      skills: (matrix.rows[index] ?? []).map((evidence) => ({
        shown: evidence === 'shown',
        listed: evidence === 'listed',
      })),
    };
  });
  const tables = Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, table) =>
    rows.slice(table * MOST_ROWS, (table + 1) * MOST_ROWS),
  );
  const has = (key: 'experience' | 'role' | 'location' | 'languages') => rows.some((row) => row[key] !== '');
  return {
    tables,
    skills: matrix.skills,
    columns: {
      experience: has('experience'),
      role: has('role'),
      location: has('location'),
      languages: has('languages'),
    },
  };
}
