import { parseDate } from '../profile/dates.js';
import { type Basics, type Letter, type Profile, STANDARD_SECTIONS } from '../profile/schema.js';
import { optional } from '../profile/values.js';
import { toContacts } from './contacts.js';
import { designed, footOf } from './designed.js';
import * as from from './entries.js';
import type { EntryStyle } from './entry-style.js';
import { directionOf, formatDate, formatDay } from './locale.js';
import { parseBlocks, parseInline } from './markup.js';
import type { Content, Entry, Group, LetterSection, PageBreak, Section } from './model.js';
import { toSection } from './sections.js';
import { wordsFor } from './words.js';

/**
 * Converts a profile to the content of its résumé. Sections in `meta.sections` come first, in that order, then those in
 * `first`, then the others in the default order; sections without content are left out.
 *
 * @param fallbackName the title if the profile has no name
 * @param first ids of sections that a template puts before the others; ids that the profile does not have are ignored
 * @param asOf the month of the last change of a profile that states none, such as `2026-11`
 */
export function toContent(
  profile: Profile,
  fallbackName: string,
  first: readonly string[] = [],
  asOf?: string,
): Content {
  const basics: Partial<Basics> = profile.basics ?? {};
  const lang = profile.meta?.locale || 'en';
  const words = wordsFor(lang);
  const { design, lastModified } = profile.meta ?? {};
  const style: EntryStyle = {
    locale: lang,
    present: words.present,
    span: words.span,
    form: design?.dates,
    employerFirst: design?.entries?.first === 'employer',
  };
  const updated = parseDate(lastModified ?? '');
  const content: Content = {
    lang,
    direction: directionOf(lang),
    marks: { comma: words.comma, colon: words.colon },
    name: basics.name || fallbackName,
    ...optional({
      label: basics.label,
      tagline: basics.tagline ? parseInline(basics.tagline) : undefined,
      availability: basics.availability,
      image: basics.image,
      updated: updated && formatDate(updated, style),
    }),
    contacts: toContacts(basics, words, lang),
    metrics: from.toMetrics(basics.metrics),
    sections: chooseSections(profile, first).flatMap((choice) => {
      const section = toSection(profile, choice.id, choice.title, words, style);
      const own = profile.sections?.find((candidate) => candidate.id === choice.id)?.break;
      return section ? [raiseBreaks({ ...section, ...optional({ break: choice.break ?? own }) })] : [];
    }),
  };
  if (!design) return content;
  const changed = updated ?? parseDate(asOf ?? '');
  const foot = footOf(design, content.name, changed && words.updated.replace('{date}', formatDate(changed, style)));
  return designed({ ...content, ...(foot ? { foot } : {}) }, design);
}

interface Choice {
  id: string;
  title?: string | undefined;
  break?: PageBreak | undefined;
}

function chooseSections(profile: Profile, first: readonly string[]): Choice[] {
  const chosen = profile.meta?.sections ?? [];
  const custom = (profile.sections ?? []).map((section) => section.id);
  const usual = STANDARD_SECTIONS.flatMap((id) => (id === 'projects' ? [id, ...custom] : [id]));
  const ordered = [...first.filter((id) => usual.includes(id)), ...usual.filter((id) => !first.includes(id))];
  const rest = ordered.filter((id) => !chosen.some((choice) => choice.id === id));
  return [...chosen.filter((choice) => !choice.hidden), ...rest.map((id) => ({ id }))];
}

interface Breakable {
  break?: PageBreak;
}

/**
 * Moves page breaks up to the headings: if the first item below a heading starts a page, the heading starts it instead,
 * so that no page ends with a lone heading.
 */
function raiseBreaks(section: Section): Section {
  switch (section.kind) {
    case 'entries': {
      const groups = section.groups.map(raiseInGroup);
      const [first, ...rest] = groups;
      if (!first || section.intro.length > 0) return { ...section, groups };
      // Entries without a group heading follow the section heading directly.
      if (first.title === undefined) {
        const { raised, items } = raise(first.entries);
        return { ...section, ...raised, groups: [{ ...first, entries: items }, ...rest] };
      }
      const { raised, items } = raise(groups);
      return { ...section, ...raised, groups: items };
    }
    case 'terms': {
      const { raised, items } = raise(section.terms);
      return { ...section, ...raised, terms: items };
    }
    case 'quotes': {
      const { raised, items } = raise(section.quotes);
      return { ...section, ...raised, quotes: items };
    }
    case 'prose':
    case 'list':
    case 'letter':
      return section;
  }
}

function raiseInGroup(group: Group): Group {
  const inner: Group = { ...group, entries: group.entries.map(raiseInEntry), groups: group.groups.map(raiseInGroup) };
  if (inner.title === undefined) return inner;
  if (inner.entries.length > 0) {
    const { raised, items } = raise(inner.entries);
    return { ...inner, ...raised, entries: items };
  }
  const { raised, items } = raise(inner.groups);
  return { ...inner, ...raised, groups: items };
}

function raiseInEntry(entry: Entry): Entry {
  const inner = { ...entry, children: entry.children.map(raiseInEntry) };
  const { metrics, summary, bullets, features, images } = entry;
  if ([metrics, summary, bullets, features, images].some((list) => list.length > 0)) return inner;
  const { raised, items } = raise(inner.children);
  return { ...inner, ...raised, children: items };
}

/** Takes the page break from the first item, so that it can be set on the parent. */
function raise<T extends Breakable>(items: readonly T[]): { raised: Breakable; items: T[] } {
  const [first, ...rest] = items;
  if (first?.break !== 'before') return { raised: {}, items: [...items] };
  const { break: raised, ...bare } = first;
  return { raised: { break: raised }, items: [bare as T, ...rest] };
}

/**
 * Converts a letter to the content of its document: the résumé's header, and the letter as the only section.
 *
 * @param profile the profile of the sender
 * @param fallbackName the name if the profile has none
 */
export function toLetter(letter: Letter, { basics, meta }: Profile, fallbackName: string, asOf?: string): Content {
  const { name, label, image, email, phone, url, location, profiles } = basics ?? {};
  const said = { name, label, image, email, phone, url, location, profiles };
  const head = toContent({ basics: said, meta: { ...meta, sections: undefined } }, fallbackName, [], asOf);
  const words = wordsFor(head.lang);
  const date = parseDate(letter.date ?? '');
  const enclosures = (letter.enclosures ?? []).filter(Boolean);
  const section: LetterSection = {
    kind: 'letter',
    id: 'letter',
    title: letter.subject || words.letter.title,
    recipient: (letter.to ?? []).filter(Boolean),
    ...optional({
      date: date && formatDay(date, head.lang),
      subject: letter.subject || undefined,
      salutation: letter.salutation || undefined,
      enclosures: enclosures.length > 0 ? { label: words.letter.enclosures, items: enclosures } : undefined,
    }),
    body: parseBlocks(letter.body),
    closing: letter.closing || words.letter.closing,
    signature: letter.signature || head.name,
  };
  return { ...head, sections: [section] };
}
