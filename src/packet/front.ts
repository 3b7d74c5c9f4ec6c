import { type Direction, formatDate, formatDay, languageName } from '../content/locale.js';
import { type Content, mapTexts } from '../content/model.js';
import type { PacketWords, Words } from '../content/words/types.js';
import { wordsFor } from '../content/words.js';
import { withPlainForms } from '../document/glyphs.js';
import type { Services } from '../document/model.js';
import { fieldAddress } from '../pdf/fields.js';
import { NUMBER_CHARACTERS } from '../pdf/fonts/truetype.js';
import { PART_LINK } from '../pdf/merge/navigation-merge.js';
import { type PartialDate, parseDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import type { MissingGlyph } from '../template/fonts.js';
import type { Setting } from '../template/page.js';
import { renderDocument } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';
import { experienceMonths, latestJob, skillMatrix, toAsOf } from './qualifications.js';
import type { Packet } from './schema.js';

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

/** The options of printing a template other than a résumé's. */
interface PrintedTemplate {
  title: string;
  lang: string;
  direction?: Direction;
  setting: Setting;
  /** `false` for content that is drawn into other pages and not read on its own. */
  tagged: boolean;
}

/** The services that printing needs. */
type PrintServices = Pick<Services, 'fonts' | 'printer' | 'signal'>;

/**
 * Prints a template of a packet with its data.
 *
 * @returns the PDF as the browser writes it, the texts of its headings, and the characters that no font can draw:
 *   letters that are missing, and symbols that were left out
 */
export async function printTemplate(
  { template, compiled }: LoadedTemplate,
  data: object,
  { title, lang, direction = 'ltr', setting, tagged }: PrintedTemplate,
  { fonts, printer, signal }: PrintServices,
): Promise<{ pdf: Uint8Array; headings: string[]; missing: MissingGlyph[]; leftOut: MissingGlyph[] }> {
  const head = { title, lang, direction, head: '' };
  const render = (shown: object) => renderDocument(template, compiled(shown), fonts, setting, head);
  const first = await render(data);
  const plain = first.missing.length > 0 ? withPlainForms(data, first.missing, mapTexts) : undefined;
  const { html, headings, missing } = plain ? await render(plain) : first;
  const pdf = await printer.print({ html, name: title, group: template.name, tagged, signal });
  return { pdf, headings, missing, leftOut: plain ? first.missing : [] };
}

/** The name and headline of a candidate as printed in a packet. */
export interface PrintedName {
  name: string;
  label?: string | undefined;
}

/** The names of candidates as printed in packets: one page for each candidate, in order. */
interface PrintedNames {
  /** For the foot of pages; an additional last page has the characters of numbers. */
  strips: Uint8Array;
  /** For the contents. */
  rows: Uint8Array;
}

/** Prints the names of candidates, so that a program without a browser and these fonts can place them. */
export async function printNames(
  candidates: readonly PrintedName[],
  templates: { strip: LoadedTemplate; row: LoadedTemplate },
  services: PrintServices,
): Promise<PrintedNames> {
  const plain = { title: 'Names', lang: 'en', setting: {}, tagged: false };
  const names = candidates.map(({ name }) => name);
  const rows = candidates.map(({ name, label }) => ({ name, label: label ?? null }));
  const [strip, row] = await Promise.all([
    printTemplate(templates.strip, { names, numbers: NUMBER_CHARACTERS }, plain, services),
    printTemplate(templates.row, { rows }, plain, services),
  ]);
  return { strips: strip.pdf, rows: row.pdf };
}
