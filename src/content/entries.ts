import { isLinkable } from '../profile/contact-links.js';
import { isOpen, parseDate } from '../profile/dates.js';
import type { Bullet } from '../profile/fields.js';
import type { Profile } from '../profile/schema.js';
import { filled, optional } from '../profile/values.js';
import { splitLinks } from './contacts.js';
import { type EntryStyle, ordered } from './entry-style.js';
import { type DateStyle, formatSpan } from './locale.js';
import { type Block, parseBlocks, parseItems } from './markup.js';
import type { Entry, PageBreak } from './model.js';
import { wordsFor } from './words.js';

type Item<K extends keyof Profile> = NonNullable<Profile[K]> extends (infer T)[] ? T : never;

/** The fields of any kind of entry, as in a profile. */
interface Source {
  title?: string | undefined;
  subtitle?: string | undefined;
  url?: string | undefined;
  subtitleUrl?: string | undefined;
  place?: string | undefined;
  startDate?: string | undefined;
  endDate?: string | undefined;
  date?: string | undefined;
  /** `true` if a missing end means that the entry is ongoing, as JSON Resume defines for jobs and studies. */
  ongoing?: boolean;
  status?: string | undefined;
  notes?: (string | undefined)[];
  summary?: (string | undefined)[];
  highlights?: Bullet[] | undefined;
  common: {
    keywords?: string[] | undefined;
    links?: { label: string; url: string }[] | undefined;
    images?: { src: string; alt: string }[] | undefined;
    features?: { label?: string | undefined; value: string }[] | undefined;
    eyebrow?: string | undefined;
    metrics?: { value: string; label?: string | undefined }[] | undefined;
    break?: PageBreak | undefined;
    logo?: string | undefined;
  };
  children?: Entry[];
}

function toEntry(source: Source, style: DateStyle): Entry {
  const { common } = source;
  const dates = spanOf(source, style);
  const named = source.title ? [source.title, source.subtitle] : [source.subtitle, undefined];
  const { links, texts } = splitLinks(common.links);
  const urls = [source.url, source.subtitleUrl].map((text) => (text && isLinkable(text) ? text : undefined));
  const unlinked = [source.url, source.subtitleUrl].filter((text) => text && !isLinkable(text));
  return {
    title: named[0] ?? '',
    ...optional({
      eyebrow: common.eyebrow,
      url: source.title ? urls[0] : (urls[0] ?? urls[1]),
      subtitle: named[1],
      subtitleUrl: named[1] ? urls[1] : undefined,
      place: source.place,
      dates,
      status: source.status,
      break: common.break,
      logo: common.logo,
    }),
    notes: filled([...(source.notes ?? []), ...unlinked, ...texts]),
    summary: (source.summary ?? []).flatMap(parseBlocks),
    bullets: toBullets(source.highlights),
    keywords: filled(common.keywords),
    features: (common.features ?? [])
      .filter((feature) => feature.label || feature.value)
      .map((feature) => ({ label: feature.label ?? '', value: feature.value })),
    metrics: toMetrics(common.metrics),
    links,
    images: common.images ?? [],
    children: source.children ?? [],
  };
}

function spanOf(source: Source, style: DateStyle): string | undefined {
  if (source.date) return formatSpan(parseDate(source.date), undefined, style);
  const start = parseDate(source.startDate ?? '');
  const open = isOpen(source.endDate ?? '') || (source.ongoing === true && start !== undefined && !source.endDate);
  return formatSpan(start, open ? 'open' : parseDate(source.endDate ?? ''), style);
}

export function fromWork(work: Item<'work'>, style: EntryStyle): Entry {
  // A description of several lines is too long for a note beside the employer.
  const isLong = work.description?.includes('\n') === true;
  const entry = toEntry(
    {
      ...work,
      title: work.position,
      url: undefined,
      subtitle: work.name,
      subtitleUrl: work.url,
      place: work.location,
      ongoing: true,
      notes: isLong ? [] : [work.description],
      summary: [isLong ? work.description : undefined, work.summary],
      common: work,
      children: (work.engagements ?? []).map((engagement) => fromEngagement(engagement, style)),
    },
    style,
  );
  return ordered(entry, style);
}

function fromEngagement(engagement: NonNullable<Item<'work'>['engagements']>[number], style: DateStyle): Entry {
  return toEntry(
    {
      ...engagement,
      title: engagement.name,
      subtitle: engagement.position,
      place: engagement.location,
      summary: [engagement.summary],
      common: engagement,
    },
    style,
  );
}

export function fromVolunteer(item: Item<'volunteer'>, style: EntryStyle): Entry {
  const entry = toEntry(
    {
      ...item,
      title: item.position,
      url: undefined,
      subtitle: item.organization,
      subtitleUrl: item.url,
      place: item.location,
      ongoing: true,
      summary: [item.summary],
      common: item,
    },
    style,
  );
  return ordered(entry, style);
}

export function fromEducation(item: Item<'education'>, style: EntryStyle): Entry {
  const degree = filled([item.studyType, item.area]);
  const entry = toEntry(
    {
      ...item,
      title: degree.join(/\b(in|of)$/i.test(item.studyType ?? '') ? ' ' : wordsFor(style.locale).comma),
      url: undefined,
      subtitle: item.institution,
      subtitleUrl: item.url,
      place: item.location,
      ongoing: true,
      notes: [item.score],
      summary: [item.summary],
      common: item,
    },
    style,
  );
  return ordered({ ...entry, keywords: [...filled(item.courses), ...entry.keywords] }, style);
}

export function fromAward(item: Item<'awards'>, style: DateStyle): Entry {
  return toEntry(
    {
      title: item.title,
      subtitle: item.awarder,
      date: item.date,
      summary: [item.summary],
      common: item,
    },
    style,
  );
}

export function fromCertificate(item: Item<'certificates'>, style: DateStyle): Entry {
  return toEntry(
    {
      title: item.name,
      subtitle: item.issuer,
      url: item.url,
      date: item.date,
      common: item,
    },
    style,
  );
}

export function fromPublication(item: Item<'publications'>, style: DateStyle): Entry {
  return toEntry(
    {
      title: item.name,
      subtitle: item.publisher,
      url: item.url,
      date: item.releaseDate,
      summary: [item.summary],
      common: item,
    },
    style,
  );
}

export function fromProject(item: Item<'projects'>, style: DateStyle): Entry {
  return toEntry(
    {
      ...item,
      title: item.name,
      subtitle: item.entity,
      notes: [...(item.roles ?? []), item.type],
      summary: [item.description],
      common: item,
    },
    style,
  );
}

/** Converts a skill or an interest with fields that a term cannot show. */
export function fromTerm(item: Item<'skills'> | Item<'interests'>, style: DateStyle): Entry {
  return toEntry(
    {
      title: item.name,
      notes: ['level' in item ? item.level : undefined],
      summary: ['summary' in item ? item.summary : undefined],
      common: item,
    },
    style,
  );
}

export function fromCustom(item: NonNullable<Item<'sections'>['entries']>[number], style: DateStyle): Entry {
  return toEntry({ ...item, place: item.location, summary: [item.summary], common: item }, style);
}

export function toBullets(bullets: readonly Bullet[] | undefined): Block[][] {
  return parseItems((bullets ?? []).map(({ text }) => text));
}

export function toMetrics(metrics: readonly { value: string; label?: string | undefined }[] | undefined) {
  return (metrics ?? [])
    .filter((metric) => metric.value !== '')
    .map((metric) => ({
      value: metric.value,
      ...(metric.label ? { label: metric.label } : {}),
    }));
}
