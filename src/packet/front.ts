import { formatDate, formatDay } from '../content/dates.js';
import type { Content } from '../content/model.js';
import { type PacketWords, wordsFor } from '../content/words.js';
import { fieldAddress } from '../pdf/fields.js';
import { PART_LINK } from '../pdf/structure/part-links.js';
import { parseDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { toAsOf } from './as-of.js';
import { glance } from './glance.js';
import type { Packet } from './schema.js';

/** A candidate as the front matter speaks of them. */
export interface Introduced {
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

/** What the front matter's template sees; parts that are switched off are null. */
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

export type FrontView = ReturnType<typeof frontView>;

/** Whether there is anything to print. */
export function hasFront(view: FrontView): boolean {
  return view.cover || [view.contents, view.comparison, view.scorecards].some((part) => part !== null);
}

/** `12 candidates`, in the plural that the number takes. */
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
