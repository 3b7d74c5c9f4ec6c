import { languageName } from '../content/locale.js';
import type { Content } from '../content/model.js';
import type { PacketWords, Words } from '../content/words.js';
import type { PartialDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { experienceMonths, latestJob } from './experience.js';
import { skillMatrix } from './skills.js';

/** What the comparison needs of a candidate. */
export interface Compared {
  name: string;
  /** Where the name leads. */
  link: string;
  profile: Profile;
  content: Content;
}

/** Candidates a table holds; with more, it goes on in a next one. */
const MOST_ROWS = 20;

/** Skills beside each other on one page. */
const MOST_SKILLS = 14;

/**
 * Candidates side by side: facts, and a matrix of skills. What a profile does not say is left blank.
 *
 * @param asOf the month to which open jobs are counted
 * @param about what the packet says that it is for; skills named there come first
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
      experience: months === undefined ? '' : duration(months, words.packet),
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

/** `2 y 11 m`: years and months, no-break spaces between number and unit. */
function duration(total: number, { years, months }: PacketWords): string {
  const put = (form: string, number: number) => (number > 0 ? form.replace('{n}', String(number)) : '');
  return [put(years, Math.floor(total / 12)), put(months, total % 12)].filter(Boolean).join(' ');
}
