import { monthOf } from '../packet/qualifications.js';
import { isOpen, parseDate } from '../profile/dates.js';
import type { Path } from '../profile/document.js';
import { isSameName } from '../profile/names.js';
import type { EntryList, LintEntry } from './entries.js';
import type { Found } from './finding.js';
import type { LintContext, Rule } from './lint-context.js';

/** The most undated months that are not reported as a gap: a notice period, a move, a job search. */
const LONGEST_PAUSE = 6;

/** The assumed duration in months of a study with only an end date. */
const LONGEST_STUDY = 48;

/** Lists whose entries last for months; an award or a certificate has a single date. */
const LASTING: readonly EntryList[] = ['work', 'education', 'volunteer', 'projects', 'sections'];

/** Work that is done beside another job, so that its dates may overlap. */
const BESIDE =
  /\b(freelanc\w*|part[- ]time|self[- ]employed|contract(or)?|advis\w+|consult\w+|(co-?)?founder|board|volunteer|assistant|side)\b/i;

/** Lists in which every entry has a date, and lists in which either all entries have one or none has. */
const ALWAYS: readonly EntryList[] = ['work', 'education'];
const ALL_OR_NONE: readonly EntryList[] = [
  'volunteer',
  'projects',
  'awards',
  'certificates',
  'publications',
  'sections',
];

/** Two jobs at the same time. */
export const overlappingDates: Rule = {
  name: 'overlapping-dates',
  severity: 'warning',
  title: 'Two jobs at the same time',
  help: 'Two jobs overlap by at least a month. Not reported: a month or year in which one ends and the other begins, two roles at one employer, and jobs whose title says that they are done alongside another: freelance, part-time, contract, advisor, founder.',
  find(subject) {
    const jobs = subject.entries.filter(({ list, role }) => list === 'work' && !BESIDE.test(role)).flatMap(toSpan);
    return jobs.flatMap((job, index) =>
      jobs.slice(0, index).flatMap((other) => {
        const [first, second] = job.surely.from < other.surely.from ? [job, other] : [other, job];
        if (Math.min(first.surely.to, second.surely.to) - second.surely.from < 1) return [];
        // Two roles at one employer, for example after a promotion or held at the same time.
        if (isSameName(job.entry.name, other.entry.name)) return [];
        return {
          ...placeOf(subject, second.entry, 'startDate'),
          message: `the jobs at ${first.entry.name} and ${second.entry.name} overlap`,
          hint: 'correct the wrong date; if both are right, say so in a position, as in part-time or freelance',
        };
      }),
    );
  },
};

/** A job or a study without dates, and lists in which only some entries have a date. */
export const missingDates: Rule = {
  name: 'missing-dates',
  severity: 'warning',
  title: 'An entry without a date',
  help: 'A job without a start date, a degree without any date, or an entry without a date in a list whose other entries have one. An entry with a status, such as in progress, needs no date.',
  find(subject) {
    const found: Found[] = [];
    const report = (entry: LintEntry, message: string, hint: string) =>
      found.push({ ...placeOf(subject, entry), message, hint });
    for (const entry of subject.entries) {
      const dated = entry.startDate ?? entry.endDate ?? entry.date;
      const called = entry.name ? `"${entry.name}"` : 'this entry';
      if (ALWAYS.includes(entry.list)) {
        if (dated === undefined) report(entry, `${called} has no dates`, 'add startDate and endDate; a year is enough');
        else if (entry.list === 'work' && !entry.startDate)
          report(entry, `${called} has an end date but no start date`, 'add startDate; a year is enough');
      } else if (ALL_OR_NONE.includes(entry.list) && dated === undefined && !entry.status) {
        const others = subject.entries.filter((other) => isBeside(entry, other));
        if (others.some((other) => other.startDate ?? other.endDate ?? other.date))
          report(
            entry,
            `${called} has no date, but others in the same list do`,
            'add a date, or remove the dates of the others',
          );
      }
    }
    return found;
  },
};

/** Months without any dated entry. */
export const gap: Rule = {
  name: 'gap',
  severity: 'warning',
  title: `More than ${LONGEST_PAUSE} months without any dated entry`,
  help: `A gap of more than ${LONGEST_PAUSE} months, between the first job and meta.lastModified, that no job, degree, volunteering, project or section entry covers. A year counts from January to December; a degree with only an end date counts as four years.`,
  find(subject) {
    const lasting = subject.entries.filter(({ list }) => LASTING.includes(list));
    const spans = lasting.flatMap(toSpan).sort((a, b) => a.possibly.from - b.possibly.from);
    const start = Math.min(...spans.filter(({ entry }) => entry.list === 'work').map(({ possibly }) => possibly.from));
    const found: Found[] = [];
    let last: Span | undefined;
    const report = (place: Omit<Found, 'message' | 'hint'>, from: number, to: number) =>
      found.push({
        ...place,
        message: `no entry covers ${monthText(from)} to ${monthText(to)}, ${to - from + 1} months`,
        hint: 'say how you spent these months, or correct the wrong date',
      });
    for (const span of spans) {
      if (last && span.possibly.from - last.possibly.to - 1 > LONGEST_PAUSE && last.possibly.to >= start)
        report(placeOf(subject, span.entry, 'startDate'), last.possibly.to + 1, span.possibly.from - 1);
      if (!last || span.possibly.to > last.possibly.to) last = span;
    }
    const today = parseDate(subject.profile.meta?.lastModified ?? '');
    if (last && today && last.possibly.to >= start && monthOf(today, false) - last.possibly.to - 1 > LONGEST_PAUSE)
      report(placeOf(subject, last.entry, 'endDate'), last.possibly.to + 1, monthOf(today, false) - 1);
    return found;
  },
};

/** A job, a study or another entry that begins after the current month. */
export const futureDate: Rule = {
  name: 'future-date',
  severity: 'warning',
  title: 'An entry in the future',
  help: 'An entry of work, education, volunteering, projects or a custom section that starts after the current month, or an award, certificate or publication dated after it. Its months do not count as experience.',
  find(subject) {
    const { asOf } = subject;
    if (!asOf) return [];
    const present = monthOf(asOf, true);
    return subject.entries.flatMap((entry) => {
      const key = entry.startDate ? 'startDate' : 'date';
      const text = entry[key] ?? '';
      const date = parseDate(text);
      if (!date || monthOf(date, false) <= present) return [];
      return {
        ...placeOf(subject, entry, key),
        message: `${entry.name ? `"${entry.name}"` : 'this entry'} begins in the future: ${text}`,
        hint: 'correct the year, or say in the position when it begins, as in "from March 2027"',
      };
    });
  },
};

/** The months of an entry: those it certainly covers, and those it may cover if a date is only a year. */
interface Span {
  entry: LintEntry;
  surely: { from: number; to: number };
  possibly: { from: number; to: number };
}

function toSpan(entry: LintEntry): Span[] {
  const start = parseDate(entry.startDate ?? entry.date ?? '');
  const end = parseDate(entry.endDate ?? '');
  if (!start) {
    // Often only the graduation year of a study is given.
    if (!end || entry.list !== 'education') return [];
    const [from, to] = [monthOf(end, true) - LONGEST_STUDY, monthOf(end, true)];
    return [{ entry, surely: { from: to, to: monthOf(end, false) }, possibly: { from, to } }];
  }
  const goesOn = isOpen(entry.endDate ?? '') || (!entry.endDate && !entry.date && entry.list !== 'projects');
  const to = (late: boolean) => (goesOn ? Number.POSITIVE_INFINITY : monthOf(end ?? start, late));
  return [
    {
      entry,
      surely: { from: monthOf(start, true), to: to(false) },
      possibly: { from: monthOf(start, false), to: to(true) },
    },
  ];
}

/** `true` if two entries are in the same list. */
function isBeside(entry: LintEntry, other: LintEntry): boolean {
  return (
    other !== entry && other.list === entry.list && other.path.slice(0, -1).join() === entry.path.slice(0, -1).join()
  );
}

/** The place of an entry's date, or of the key that names the entry. */
function placeOf(
  subject: LintContext,
  entry: LintEntry,
  key?: 'startDate' | 'endDate' | 'date',
): Pick<Found, 'range' | 'begins'> {
  const [first] = Object.keys(valueAt(subject.document.value, entry.path) ?? {});
  const own = key && entry[key] !== undefined ? key : first;
  const path: Path = own === undefined ? entry.path : [...entry.path, own];
  const range = subject.document.rangeOf(path, 'value') ?? [0, 0];
  return { range: [range[0], Math.min(range[1], endOfLine(subject.document.text, range[0]))] };
}

function valueAt(root: unknown, path: Path): object | undefined {
  const value = path.reduce((node: unknown, step) => (node as Record<PropertyKey, unknown> | undefined)?.[step], root);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
