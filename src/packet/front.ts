import { formatDate, formatDay } from '../content/dates.js';
import { languageName } from '../content/locale.js';
import type { Content } from '../content/model.js';
import type { PacketWords, Words } from '../content/words/types.js';
import { wordsFor } from '../content/words.js';
import { fieldAddress } from '../pdf/fields.js';
import { PART_LINK } from '../pdf/merge/navigation-merge.js';
import { type PartialDate, parseDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { experienceMonths, latestJob, toAsOf } from './experience.js';
import type { Packet } from './schema.js';
import { skillMatrix } from './skills.js';

/** A candidate as presented in the front matter. */
interface Introduced {
  slug: string;
  name: string;
  label: string | undefined;
  pages: number;
  /** The number of the first page. */
  start: number;
  profile: Profile;
  content: Content;
}

const SCORES = ['1', '2', '3', '4', '5'];

/** The data of the front matter's template; parts that are switched off are null. */
export function frontView(packet: Packet, candidates: readonly Introduced[], lang: string) {
  const words = wordsFor(lang);
  const date = parseDate(packet.date ?? '');
  const wanted = (part: keyof NonNullable<Packet['front']>) => packet.front?.[part] !== false;
  const linked = candidates.map((candidate) => ({
    ...candidate,
    link: `${PART_LINK}${encodeURIComponent(candidate.slug)}`,
  }));
  return {
    title: packet.title,
    role: packet.role || null,
    date: date ? formatDay(date, lang) : null,
    words: {
      ...words.packet,
      asOf: words.packet.asOf.replace('{date}', formatDate(toAsOf(packet.asOf), { locale: lang })),
      location: words.location,
      languages: words.sections.languages,
    },
    count: countCandidates(candidates.length, words.packet, lang),
    cover: wanted('cover'),
    contents: wanted('contents')
      ? linked.map(({ name, label, link, start }) => ({ name, label: label ?? null, link, page: start }))
      : null,
    comparison:
      wanted('comparison') && candidates.length > 1
        ? glance(linked, toAsOf(packet.asOf), [packet.title, packet.role, ...(packet.criteria ?? [])].join('\n'), words)
        : null,
    scorecards: wanted('scorecards')
      ? linked.map((candidate) => scorecard(candidate, packet.criteria ?? words.packet.criteria, words.packet))
      : null,
  };
}

type FrontView = ReturnType<typeof frontView>;

/** `true` if there is anything to print. */
export function hasFront(view: FrontView): boolean {
  return view.cover || [view.contents, view.comparison, view.scorecards].some((part) => part !== null);
}

/** Formats `12 candidates`, in the plural form for the number. */
function countCandidates(count: number, { candidates }: PacketWords, lang: string): string {
  const form = candidates[new Intl.PluralRules([lang, 'en']).select(count)] ?? candidates.other;
  return form.replace('{n}', String(count));
}

function scorecard(
  { slug, name, label, link }: Introduced & { link: string },
  criteria: readonly string[],
  words: PacketWords,
) {
  const field = (kind: 'line' | 'lines', part: string, what: string) =>
    fieldAddress(kind, `${slug}.${part}`, `${what}, ${name}`);
  return {
    title: words.scorecard.replace('{name}', () => name),
    label: label ?? null,
    link,
    interviewer: field('line', 'interviewer', words.interviewer),
    day: field('line', 'date', words.interviewDate),
    recommendation: field('line', 'recommendation', words.recommendation),
    notes: field('lines', 'notes', words.notes),
    criteria: criteria.map((criterion, index) => ({
      criterion,
      notes: field(
        'lines',
        `notes-${index + 1}`,
        words.notesOn.replace('{what}', () => criterion),
      ),
      scores: SCORES.map((value) => ({
        value,
        address: fieldAddress('choice', `${slug}.score-${index + 1}`, `${criterion}, ${name}`, value),
      })),
    })),
  };
}

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

/** Formats `2 y 11 m`: years and months, with no-break spaces between number and unit. */
function duration(total: number, { years, months }: PacketWords): string {
  const put = (form: string, number: number) => (number > 0 ? form.replace('{n}', String(number)) : '');
  return [put(years, Math.floor(total / 12)), put(months, total % 12)].filter(Boolean).join(' ');
}
