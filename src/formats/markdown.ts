import type { Content, Entry, Group, Metric, Section, Term } from '../content/model.js';
import { escapeMarkdown as escape, toMarkdownText as rich } from './spans.js';

/** Content as Markdown (CommonMark), with the headings of the résumé. */
export function toMarkdown(content: Content): string {
  const contacts = content.contacts.map((contact) => {
    const text = contact.label && contact.label !== contact.text && contact.kind === 'profile' ? `${contact.label}: ${contact.text}` : contact.text;
    return contact.url ? `[${escape(text)}](<${contact.url}>)` : escape(text);
  });
  const parts = [
    `# ${escape(content.name)}`,
    content.label && `**${escape(content.label)}**`,
    content.tagline && `*${rich(content.tagline)}*`,
    content.availability && escape(content.availability),
    contacts.join(' · '),
    list(content.metrics.map(metricText)),
    ...content.sections.flatMap(sectionParts),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function sectionParts(section: Section): (string | undefined)[] {
  const title = `## ${escape(section.title)}`;
  switch (section.kind) {
    case 'prose':
      return [title, ...section.paragraphs.map(rich)];
    case 'list':
      return [title, ...section.intro.map(rich), list(section.items.map(rich))];
    case 'entries':
      return [title, ...section.intro.map(rich), ...section.groups.flatMap((group) => groupParts(group, 3))];
    case 'terms':
      return [title, ...termParts(section.terms)];
    case 'quotes':
      return [title, ...section.quotes.flatMap((quote) => [...quote.text.map((text) => `> ${rich(text)}`), quote.name && `– ${escape(quote.name)}`])];
  }
}

function groupParts(group: Group, level: number): (string | undefined)[] {
  const inner = group.title === undefined ? level : level + 1;
  return [
    group.title === undefined ? undefined : heading(group.title, level),
    ...group.entries.flatMap((entry) => entryParts(entry, inner)),
    ...group.groups.flatMap((child) => groupParts(child, inner)),
  ];
}

function entryParts(entry: Entry, level: number): (string | undefined)[] {
  const title = entry.url && entry.title ? `[${escape(entry.title)}](<${entry.url}>)` : escape(entry.title);
  const subtitle = entry.subtitle && (entry.subtitleUrl ? `[${escape(entry.subtitle)}](<${entry.subtitleUrl}>)` : escape(entry.subtitle));
  const line = [entry.eyebrow && escape(entry.eyebrow), subtitle, entry.place && escape(entry.place), entry.dates, ...entry.notes.map(escape)];
  return [
    entry.title ? `${'#'.repeat(Math.min(level, 6))} ${title}${entry.status ? ` (${escape(entry.status)})` : ''}` : undefined,
    line.filter(Boolean).join(' · '),
    entry.metrics.map(metricText).join(' · '),
    ...entry.summary.map(rich),
    list(entry.bullets.map(rich)),
    list(entry.features.map((feature) => `${escape(feature.label)}: **${escape(feature.value)}**`)),
    ...entry.children.flatMap((child) => entryParts(child, level + 1)),
    entry.links.map((link) => `[${escape(link.label)}](<${link.url}>)`).join(' · '),
    entry.keywords.length > 0 ? `*${escape(entry.keywords.join(', '))}*` : undefined,
  ];
}

function termParts(terms: readonly Term[]): string[] {
  const heads = terms.map((term) => {
    const name = [term.name && `**${escape(term.name)}**`, term.level && escape(term.level)].filter(Boolean).join(' – ');
    const links = term.links.map((link) => `[${escape(link.label)}](<${link.url}>)`).join(', ');
    return [name, escape(term.keywords.join(', ')), links].filter(Boolean).join(': ');
  });
  if (terms.every((term) => term.summary.length === 0)) return [list(heads)];
  return terms.flatMap((term, index) => [heads[index] ?? '', ...term.summary.map(rich)]);
}

function metricText(metric: Metric): string {
  return [`**${escape(metric.value)}**`, metric.label && escape(metric.label)].filter(Boolean).join(' ');
}

function heading(text: string, level: number): string {
  return `${'#'.repeat(Math.min(level, 6))} ${escape(text)}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
