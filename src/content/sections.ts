import { type Profile, STANDARD_SECTIONS, type StandardSection } from '../profile/schema.js';
import { filled, optional } from '../profile/values.js';
import { splitLinks } from './contacts.js';
import * as from from './entries.js';
import type { EntryStyle } from './entry-style.js';
import { grouped, hasText, toJobs } from './groups.js';
import { languageName } from './locale.js';
import { parseBlocks } from './markup.js';
import type { Entry, PageBreak, Section, Term } from './model.js';
import type { Words } from './words/types.js';

/** Builds a section of a profile by its id; undefined if it has no content. */
export function toSection(
  profile: Profile,
  id: string,
  title: string | undefined,
  words: Words,
  style: EntryStyle,
): Section | undefined {
  const custom = profile.sections?.find((section) => section.id === id);
  // A variant can omit a custom section that `meta.sections` names.
  if (!custom && !isStandard(id)) return undefined;
  const section = custom
    ? customSection(custom, title || custom.title, style)
    : standardSection(profile, id as StandardSection, title || words.sections[id as StandardSection] || id, style);
  return isEmpty(section) ? undefined : section;
}

function isStandard(id: string): id is StandardSection {
  return (STANDARD_SECTIONS as readonly string[]).includes(id);
}

function standardSection(profile: Profile, id: StandardSection, title: string, style: EntryStyle): Section {
  const entries = <T>(items: readonly T[] | undefined, toEntry: (item: T, style: EntryStyle) => Entry): Section => ({
    kind: 'entries',
    id,
    title,
    intro: [],
    groups: [
      {
        entries: (items ?? []).map((item) => toEntry(item, style)).filter(hasText),
        groups: [],
      },
    ],
  });
  const inGroups = <T extends { group?: string | undefined }>(
    items: readonly T[] | undefined,
    toEntry: (item: T, style: EntryStyle) => Entry,
  ): Section => ({
    kind: 'entries',
    id,
    title,
    intro: [],
    groups: grouped(items ?? [], (item) => toEntry(item, style)),
  });
  switch (id) {
    case 'summary':
      return {
        kind: 'prose',
        id,
        title,
        paragraphs: parseBlocks(profile.basics?.summary),
      };
    case 'work':
      return {
        kind: 'entries',
        id,
        title,
        intro: [],
        groups: [{ entries: toJobs(profile.work ?? [], style), groups: [] }],
      };
    case 'projects':
      return inGroups(profile.projects, from.fromProject);
    case 'education':
      return entries(profile.education, from.fromEducation);
    case 'certificates':
      return entries(profile.certificates, from.fromCertificate);
    case 'awards':
      return entries(profile.awards, from.fromAward);
    case 'publications':
      return inGroups(profile.publications, from.fromPublication);
    case 'volunteer':
      return entries(profile.volunteer, from.fromVolunteer);
    case 'skills':
    case 'interests':
    case 'languages': {
      const languages = profile.languages?.map((item) => ({
        ...item,
        name: item.language && languageName(item.language, style.locale),
        level: item.fluency,
      }));
      const items = (id === 'languages' ? languages : profile[id]) ?? [];
      // If any item has fields that a term cannot show, all become entries.
      if (items.some(hasMore)) return entries(items, from.fromTerm);
      return { kind: 'terms', id, title, terms: items.flatMap((item) => toTerm(item.name, item)) };
    }
    case 'references': {
      const references = profile.references?.map((item) => ({ ...item, summary: item.reference })) ?? [];
      if (references.some((item) => hasMore(item) || item.keywords?.length || item.links?.length))
        return entries(references, from.fromTerm);
      return {
        kind: 'quotes',
        id,
        title,
        quotes: (profile.references ?? [])
          .map((item) => ({
            ...optional({ name: item.name, break: item.break }),
            text: parseBlocks(item.reference),
          }))
          .filter((quote) => quote.name || quote.text.length > 0),
      };
    }
  }
}

/** `true` if an item has fields that only an entry can show. */
function hasMore(item: {
  eyebrow?: string | undefined;
  features?: unknown[] | undefined;
  images?: unknown[] | undefined;
}) {
  return Boolean(item.eyebrow || item.features?.length || item.images?.length);
}

type Custom = NonNullable<Profile['sections']>[number];

function customSection(section: Custom, title: string, style: EntryStyle): Section {
  const head = { id: section.id, title };
  const intro = parseBlocks(section.text);
  const entries = (section.entries ?? []).map((entry) => from.fromCustom(entry, style)).filter(hasText);
  const items = from.toBullets(section.items);
  if (entries.length > 0) {
    const listed = items.length > 0 ? [{ entries: [{ ...BLANK_ENTRY, bullets: items }], groups: [] }] : [];
    return {
      ...head,
      kind: 'entries',
      intro,
      groups: [{ entries, groups: [] }, ...listed],
    };
  }
  return items.length > 0 ? { ...head, kind: 'list', intro, items } : { ...head, kind: 'prose', paragraphs: intro };
}

const BLANK_ENTRY: Entry = {
  title: '',
  notes: [],
  summary: [],
  bullets: [],
  keywords: [],
  features: [],
  metrics: [],
  links: [],
  images: [],
  children: [],
};

function toTerm(
  name: string | undefined,
  fields: {
    level?: string | undefined;
    keywords?: string[] | undefined;
    summary?: string | undefined;
    links?: { label: string; url: string }[] | undefined;
    break?: PageBreak | undefined;
  },
): Term[] {
  const { links, texts } = splitLinks(fields.links);
  const term: Term = {
    name: name ?? '',
    ...optional({ level: fields.level, break: fields.break }),
    keywords: [...filled(fields.keywords), ...texts],
    summary: parseBlocks(fields.summary),
    links,
  };
  const lists = [term.keywords, term.summary, term.links];
  return term.name || term.level || lists.some((list) => list.length > 0) ? [term] : [];
}

function isEmpty(section: Section): boolean {
  switch (section.kind) {
    case 'prose':
      return section.paragraphs.length === 0;
    case 'list':
      return section.items.length === 0 && section.intro.length === 0;
    case 'entries':
      return (
        section.intro.length === 0 &&
        section.groups.every((group) => group.entries.length === 0 && group.groups.length === 0)
      );
    case 'terms':
      return section.terms.length === 0;
    case 'quotes':
      return section.quotes.length === 0;
    case 'letter':
      return false;
  }
}
