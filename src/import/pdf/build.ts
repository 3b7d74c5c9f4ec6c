import { type HeadingKind, headingKind } from '../../ats/headings.js';
import { knownKeys } from '../../profile/field-walk.js';
import { profileSchema } from '../../profile/schema.js';
import { Draft, type Fields } from '../draft.js';
import { hasContact } from './contact-forms.js';
import { addCustom } from './custom.js';
import type { NumberOrder } from './date-points.js';
import { findDates } from './dates.js';
import { entriesOf } from './entries.js';
import { Findings } from './evidence.js';
import { headerOf } from './header.js';
import { jobsOf } from './jobs.js';
import { type Line, type Stream, textOf } from './model.js';
import { blocksOf, isBullet, placeOfPassage } from './paragraphs.js';
import { isRegion } from './places.js';
import { projectsOf } from './projects.js';
import { schoolsOf } from './schools.js';
import { kindByWords, type Section, sectionsOf } from './sections.js';
import { AWARD, CERTIFICATE, PUBLICATION, shortEntriesOf } from './short-entries.js';
import { languagesOf, skillsOf } from './skills.js';

/** A profile read from the text of a PDF, with the places of its values. */
export interface ReadResume {
  draft: Draft;
  findings: Findings;
  sections: Section[];
}

/** Reads the text of a résumé. */
export function buildDraft(streams: readonly Stream[]): ReadResume {
  const draft = new Draft({ markdown: false });
  const findings = new Findings();
  const sections = sectionsOf(streams);
  const order = numberOrder(streams);
  const heads = sections.filter(({ kind }) => kind === 'head');
  for (const section of sections) if (isAboutContacts(section)) section.kind = 'contact';
  const details = sections.filter(({ kind }) => kind === 'contact').flatMap(({ lines }) => lines);
  const right = Math.max(0, ...heads.map((section) => section.right));
  const header = headerOf(
    heads.flatMap(({ lines }) => lines),
    details,
    right,
    findings,
  );
  if (Object.keys(header.basics).length > 0) draft.profile.basics = header.basics;
  const builder = new Builder(draft, findings, order, header.basics);
  for (const section of sections) if (section.kind !== 'head' && section.kind !== 'contact') builder.add(section);
  if (header.basics.name !== undefined || draft.profile.basics === undefined) draft.profile.basics = header.basics;
  return { draft, findings, sections };
}

/** `true` for a section `About` with contact details instead of sentences. */
function isAboutContacts({ kind, lines }: Section): boolean {
  const texts = lines.map(textOf);
  return kind === 'summary' && texts.some(hasContact) && texts.every((text) => text.split(' ').length < 6);
}

/** The order of numbers in dates: the day is first if any date proves it, or unless the text names a place in America. */
function numberOrder(streams: readonly Stream[]): NumberOrder {
  const text = streams
    .flatMap(({ lines }) => lines.map(textOf))
    .join('\n')
    .slice(0, 200_000);
  const dates = [...text.matchAll(/(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:19|20)\d\d(?!\d)/g)];
  if (dates.some(([, first]) => Number(first) > 12)) return 'day';
  if (dates.some(([, , second]) => Number(second) > 12)) return 'month';
  return [...text.matchAll(/, ([A-Z]{2})(?![\p{L}])/gu)].some(([, state]) => isRegion(state ?? '')) ? 'month' : 'day';
}

/** `true` for sections whose entries have no period, so that they fit on one line behind a label. */
function isListed(kind: HeadingKind): boolean {
  const keys = knownKeys(profileSchema, [kind, 0]);
  return keys.length > 0 && !keys.includes('startDate');
}

function withoutLabel(line: Line): Line {
  const [first, ...rest] = line.cells;
  if (!first) return line;
  const text = first.text.replace(/^[^:]{0,44}:\s+/u, '');
  return {
    ...line,
    cells: [{ ...first, text, pieces: [{ text, bold: false, italic: false, size: first.size }] }, ...rest],
  };
}

class Builder {
  readonly #draft: Draft;
  readonly #findings: Findings;
  readonly #order: NumberOrder;
  readonly #basics: Fields;

  constructor(draft: Draft, findings: Findings, order: NumberOrder, basics: Fields) {
    this.#draft = draft;
    this.#findings = findings;
    this.#order = order;
    this.#basics = basics;
  }

  add(section: Section): void {
    const id = this.#read(section);
    if (id === undefined) return;
    const isFirst = !this.#draft.order.some((other) => other.id === id);
    if (isFirst) this.#draft.order.push({ id, ...(section.title ? { title: section.title } : {}) });
  }

  /** Reads a section and returns its id in the profile. */
  #read({ kind, title, lines, right }: Section): string | undefined {
    const [draft, findings, order] = [this.#draft, this.#findings, this.#order];
    const entries = () => entriesOf(lines, right, order);
    switch (kind as HeadingKind) {
      case 'summary':
        for (const block of blocksOf(lines, right))
          findings.append(this.#basics, 'summary', block.prose, placeOfPassage(block));
        return 'summary';
      case 'work':
        return this.#entries('work', title, lines, right, () =>
          jobsOf(entries().entries, { employer: 'name' }, order, findings),
        );
      case 'volunteer': {
        const hasDates = lines.some((line) => findDates(textOf(line), order).some(({ isPeriod }) => isPeriod));
        if (!hasDates) return addCustom(title, lines, right, order, draft, findings);
        return this.#entries('volunteer', title, lines, right, () =>
          jobsOf(entries().entries, { employer: 'organization' }, order, findings),
        );
      }
      case 'education':
        return this.#entries('education', title, lines, right, () => schoolsOf(entries().entries, order, findings));
      case 'projects':
        return this.#entries('projects', title, lines, right, () => projectsOf(entries().entries, order, findings));
      case 'awards':
        if (/achiev|accompl/i.test(title) && !lines.some((line) => findDates(textOf(line), order).length > 0))
          return addCustom(title, lines, right, order, draft, findings);
        return this.#put('awards', shortEntriesOf(lines, right, AWARD, order, findings));
      case 'certificates':
        return this.#put('certificates', shortEntriesOf(lines, right, CERTIFICATE, order, findings));
      case 'publications':
        return this.#put('publications', shortEntriesOf(lines, right, PUBLICATION, order, findings));
      case 'skills': {
        const { skills, languages } = skillsOf(lines, right, findings);
        if (languages.length > 0) this.#put('languages', languages);
        return this.#put('skills', skills);
      }
      case 'languages':
        return this.#put('languages', languagesOf(lines, right, findings));
      case 'interests':
        return this.#put('interests', skillsOf(lines, right, findings).skills);
      default:
        return this.#addOther(title, lines, right);
    }
  }

  /** Reads a section of many things: lines with the label of another section go there. */
  #addOther(title: string, lines: Section['lines'], right: number): string | undefined {
    const rest: Section['lines'] = [];
    let labelled: Section | undefined;
    for (const line of lines) {
      const [, label, list] = /^(?:• ?)?([^:]{3,40}):\s+(\S.*)$/u.exec(textOf(line)) ?? [];
      const kind = label && list ? (headingKind(label) ?? kindByWords(label)) : undefined;
      if (kind && isListed(kind)) {
        if (labelled) this.#read(labelled);
        labelled = {
          kind,
          title: '',
          heading: undefined,
          lines: [kind === 'skills' ? line : withoutLabel(line)],
          right,
          isGuess: true,
        };
      } else if (labelled && line.cells.length === 1 && line.gap < 1.7 && !isBullet(line)) labelled.lines.push(line);
      else rest.push(line);
    }
    if (labelled) this.#read(labelled);
    return addCustom(title, rest, right, this.#order, this.#draft, this.#findings);
  }

  /** Adds entries; a section in which none is found keeps its lines as text. */
  #entries(
    id: string,
    title: string,
    lines: Section['lines'],
    right: number,
    read: () => Fields[],
  ): string | undefined {
    const before = entriesOf(lines, right, this.#order).before;
    const found = read();
    if (found.length === 0) return addCustom(title, lines, right, this.#order, this.#draft, this.#findings);
    // A second section of this kind is a group of its own.
    if (id === 'work' && this.#draft.profile.work !== undefined && title)
      for (const entry of found) entry.group = title;
    const [first] = found;
    if (first)
      for (const block of before)
        this.#findings.append(first, id === 'projects' ? 'description' : 'summary', block.prose, placeOfPassage(block));
    return this.#put(id, found);
  }

  #put(id: string, found: readonly Fields[]): string | undefined {
    const entries = found.filter((fields) => Object.keys(fields).length > 0);
    for (const entry of entries) this.#draft.add(id, entry);
    return entries.length > 0 ? id : undefined;
  }
}
