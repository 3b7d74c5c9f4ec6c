import { formatDate, formatDay } from '../content/locale.js';
import type { PacketWords } from '../content/words/types.js';
import { wordsFor } from '../content/words.js';
import type { Brand } from '../profile/brand.js';
import { parseDate } from '../profile/dates.js';
import type { Paper } from '../template/page.js';
import { brandSpace, brandView } from './brand.js';
import { briefView } from './brief.js';
import { comparisonView } from './comparison.js';
import { contentsView } from './contents.js';
import { coverView } from './cover.js';
import { type Introduced, type Person, toPerson } from './people.js';
import { toAsOf } from './qualifications.js';
import type { Packet } from './schema.js';
import { scorecard } from './scorecard.js';

/** The data of the front matter's template; parts that are switched off are null. */
export function frontView(
  packet: Packet,
  candidates: readonly Introduced[],
  lang: string,
  paper: Paper,
  brand?: Brand | undefined,
) {
  const words = wordsFor(lang);
  const date = parseDate(packet.date ?? '');
  const asOf = toAsOf(packet.asOf);
  const wanted = (part: 'cover' | 'contents' | 'comparison') => packet.front?.[part] !== false;
  const people = candidates.map((candidate) => toPerson(candidate, asOf, words));
  const toScorecard = (person: Person) => scorecard(person, packet.criteria ?? words.packet.criteria, words.packet);
  return {
    paper,
    title: packet.title,
    role: packet.role || null,
    date: date ? formatDay(date, lang) : null,
    words: {
      ...words.packet,
      asOf: words.packet.asOf.replace('{date}', formatDate(asOf, { locale: lang })),
      comma: words.comma,
      location: words.location,
      languages: words.sections.languages,
      education: words.sections.education,
      skills: words.sections.skills,
    },
    count: countCandidates(candidates.length, words.packet, lang),
    people,
    brand: brand ? brandView(brand) : null,
    cover: wanted('cover') ? coverView(people, packet, brand ? brandSpace(brand, paper) : 0) : null,
    contents: wanted('contents') ? contentsView(people, candidates) : null,
    comparison:
      wanted('comparison') && candidates.length > 1
        ? comparisonView(people, candidates, [packet.title, packet.role, ...(packet.criteria ?? [])].join('\n'), lang)
        : null,
    scorecards: packet.front?.scorecards === 'together' ? people.map(toScorecard) : null,
    sheets: candidates.flatMap(({ before, after }, index) =>
      [...before, ...after].map(({ kind }) => {
        const person = people[index] as Person;
        return {
          brief: kind === 'brief' ? briefView(person, candidates[index] as Introduced, asOf, lang) : null,
          scorecard: kind === 'scorecard' ? toScorecard(person) : null,
        };
      }),
    ),
  };
}

export type FrontView = ReturnType<typeof frontView>;

/** `true` if there is anything to print. */
export function hasFront(view: FrontView): boolean {
  return hasOwnPages(view) || view.sheets.length > 0;
}

/** `true` if the front matter has pages beside the sheets of the candidates. */
export function hasOwnPages({ cover, contents, comparison, scorecards }: FrontView): boolean {
  return [cover, contents, comparison, scorecards].some((part) => part !== null);
}

/** Formats `12 candidates`, in the plural form for the number. */
function countCandidates(count: number, { candidates }: PacketWords, lang: string): string {
  const form = candidates[new Intl.PluralRules([lang, 'en']).select(count)] ?? candidates.other;
  return form.replace('{n}', String(count));
}
