import Handlebars from 'handlebars/runtime.js';
import type { Block, Rich } from '../content/markup.js';
import type { Content, Entry, Group, LetterSection, Metric, PageBreak, Section, Term } from '../content/model.js';
import type { Design } from '../profile/design.js';
import { type EntryLook, placed } from './entry-look.js';
import { blocksToHtml, itemToHtml, richToHtml, termToHtml, textToHtml } from './html.js';
import type { TemplateOptions } from './load.js';

/** The available pictures: the name used in the profile, and the content as a data: address. */
export type Pictures = ReadonlyMap<string, string>;

const safe = (html: string) => new Handlebars.SafeString(html);
const escaped = (text: string) => safe(textToHtml(text));
const terms = (texts: readonly string[]) => texts.map((text) => safe(termToHtml(text)));
const rich = (value: Rich) => safe(richToHtml(value));
const prose = (blocks: readonly Block[]) => (blocks.length > 0 ? safe(blocksToHtml(blocks)) : null);
const items = (list: readonly (readonly Block[])[]) => list.map((item) => safe(itemToHtml(item)));

/**
 * Converts content to the data of templates: inline text as HTML, pictures as data: addresses, the level of each
 * heading, and every key present (null if there is no value), because the templates' Handlebars is strict and rejects
 * missing keys.
 *
 * @param design the design options that are set
 * @param own the template's own layout, which the design overrides
 */
export function toView(
  content: Content,
  pictures: Pictures,
  design: Design = {},
  own: Partial<Pick<TemplateOptions, 'dates' | 'side'>> = {},
) {
  const picture = content.image === undefined ? undefined : pictures.get(content.image);
  const isPlaced = design.photo?.position !== undefined;
  const look: EntryLook = {
    pictures,
    dates: design.entries?.dates ?? own.dates ?? 'right',
    places: design.entries?.places ?? 'byline',
  };
  const beside = new Set(own.side && (design.side ?? own.side));
  const sections = content.sections.map((section) => ({
    ...sectionView(section, look),
    isBeside: beside.has(section.id),
  }));
  return {
    lang: content.lang,
    comma: content.marks.comma,
    name: content.name,
    label: content.label ?? null,
    tagline: content.tagline ? rich(content.tagline) : null,
    availability: content.availability ?? null,
    // A picture at a place of its own comes first in the header; otherwise the template decides.
    picture: (isPlaced ? undefined : picture) ?? null,
    placedPicture: (isPlaced ? picture : undefined) ?? null,
    pills: design.keywords === 'pills',
    keywordMark: design.keywords === 'line' ? content.marks.comma : ' · ',
    contacts: content.contacts.map((contact) => ({
      ...contact,
      // Addresses and usernames are never broken: a part of one leads nowhere.
      text: safe(termToHtml(contact.text, 56)),
      url: contact.url ?? null,
      // Set smaller in a narrow column, where it would not fit on a line.
      long: contact.text.length > 30,
      // Without text beyond its label, a contact is printed once.
      showLabel: contact.kind === 'profile' && contact.label !== '' && contact.text !== contact.label,
    })),
    metrics: content.metrics.map(metricView),
    sections: sections.filter(({ isBeside }) => !isBeside),
    side: sections.filter(({ isBeside }) => isBeside),
    sideFirst: design.sideOrder !== 'after',
    // A single section needs no menu.
    menu: content.sections.length > 1 ? content.sections.map(({ id, title }) => ({ id, title })) : [],
    updated: content.updated ?? null,
  };
}

function metricView(metric: Metric) {
  // Long values are set smaller than figures.
  return {
    value: escaped(metric.value),
    label: metric.label ?? null,
    long: metric.value.length > 14,
  };
}

function sectionView(section: Section, look: EntryLook) {
  const blank = {
    text: null as unknown,
    items: [] as unknown[],
    groups: [] as unknown[],
    terms: [] as unknown[],
    quotes: [] as unknown[],
    letter: null as unknown,
  };
  const head = {
    ...blank,
    id: section.id,
    title: section.title,
    kind: section.kind,
    break: section.break ?? null,
    switchable: false,
  };
  switch (section.kind) {
    case 'prose':
      return { ...head, text: prose(section.paragraphs) };
    case 'list':
      return {
        ...head,
        text: prose(section.intro),
        items: items(section.items),
      };
    case 'entries':
      return {
        ...head,
        text: prose(section.intro),
        groups: numbered(section.groups.map((group) => groupView(group, 3, look))),
      };
    case 'terms':
      return {
        ...head,
        terms: section.terms.map(termView),
        switchable: isSwitchable(section.terms),
        kind: section.terms.some((term) => term.summary.length > 0) ? 'essays' : 'terms',
      };
    case 'letter':
      return { ...head, letter: letterView(section) };
    case 'quotes':
      return {
        ...head,
        quotes: section.quotes.map((quote) => ({
          name: quote.name ?? null,
          text: prose(quote.text),
          break: quote.break ?? null,
        })),
      };
  }
}

function letterView({ recipient, date, subject, salutation, body, closing, signature, enclosures }: LetterSection) {
  return {
    recipient: recipient.map(escaped),
    date: date ?? null,
    subject: subject ?? null,
    salutation: salutation ?? null,
    body: prose(body),
    closing,
    signature,
    enclosures: enclosures ?? null,
  };
}

interface GroupView {
  title: string | null;
  break: PageBreak | null;
  level: number;
  entries: EntryView[];
  groups: GroupView[];
}

function groupView(group: Group, level: number, look: EntryLook): GroupView {
  const inner = group.title === undefined ? level : level + 1;
  return {
    title: group.title ?? null,
    break: group.break ?? null,
    level,
    entries: group.entries.map((entry) => entryView(entry, inner, look)),
    groups: group.groups.map((child) => groupView(child, inner, look)),
  };
}

/** Numbers the entries of a section, continuing from group to group. */
function numbered(groups: GroupView[]): GroupView[] {
  let count = 0;
  const visit = (group: GroupView) => {
    for (const entry of group.entries) entry.number = ++count;
    group.groups.forEach(visit);
  };
  groups.forEach(visit);
  return groups;
}

interface EntryView {
  level: number;
  /** Counted from 1 in its section; null for a nested entry. */
  number: number | null;
  title: unknown;
  byline: boolean;
  /** `true` if the entry has neither bullets nor text, so that it fits on a line. */
  short: boolean;
  children: EntryView[];
  [key: string]: unknown;
}

function entryView(entry: Entry, level: number, look: EntryLook): EntryView {
  const { subtitle } = entry;
  const { pictures } = look;
  const { dates, place, notes } = placed(entry, look);
  const byline = Boolean(subtitle || place || notes.length > 0);
  const isAtStart = look.dates === 'margin' || look.dates === 'left';
  return {
    ...entry,
    notes,
    logo: (entry.logo === undefined ? undefined : pictures.get(entry.logo)) ?? null,
    // Programs read a line from left to right.
    datesFirst: isAtStart && !byline,
    number: null,
    level: Math.min(level, 6),
    title: escaped(entry.title),
    eyebrow: entry.eyebrow ?? null,
    url: entry.url ?? null,
    subtitle: subtitle ?? null,
    subtitleUrl: entry.subtitleUrl ?? null,
    place: place ?? null,
    dates: dates ?? null,
    status: entry.status ?? null,
    break: entry.break ?? null,
    byline,
    short:
      entry.summary.length === 0 &&
      entry.bullets.length === 0 &&
      entry.children.length === 0 &&
      entry.features.length === 0,
    keywords: terms(entry.keywords),
    summary: prose(entry.summary),
    bullets: items(entry.bullets),
    metrics: entry.metrics.map(metricView),
    images: entry.images.flatMap((image) => {
      const picture = pictures.get(image.src);
      return picture ? [{ data: picture, alt: image.alt }] : [];
    }),
    // Heading levels must not skip below an entry without a heading.
    children: entry.children.map((child) => entryView(child, entry.title ? level + 1 : level, look)),
  };
}

/** `true` if a reader can switch between terms: each has a name to select it by, and content to show. */
function isSwitchable(terms: readonly Term[]): boolean {
  const shows = ({ level, keywords, summary, links }: Term) =>
    level || [keywords, summary, links].some(({ length }) => length > 0);
  return terms.length > 1 && terms.every((term) => term.name && shows(term));
}

function termView(term: Term) {
  return {
    ...term,
    level: term.level ?? null,
    break: term.break ?? null,
    summary: prose(term.summary),
  };
}
