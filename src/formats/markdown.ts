import type { Block } from '../content/markup.js';
import type { Content, Entry, Group, LetterSection, Metric, Section, Term } from '../content/model.js';
import {
  address,
  type BlockStyle,
  blocksToText,
  listToText,
  escapeMarkdown as literal,
  oneLine,
  toMarkdownText as rich,
} from './spans.js';

type Marks = Content['marks'];

// The marker differs from that of bullets: otherwise a list right after prose would continue the prose's list
// (CommonMark 5.3).
const STYLE: BlockStyle = { bullet: '*', paragraph: rich };
const prose = (blocks: readonly Block[]) => blocksToText(blocks, STYLE);
const bullets = (items: readonly (readonly Block[])[]) => listToText(items, { ...STYLE, bullet: '-' });

/** Converts content to Markdown (CommonMark) with the headings of the résumé. */
export function toMarkdown(given: Content): string {
  const content = oneLine(given);
  const contacts = content.contacts.map((contact) => {
    const text =
      contact.label && contact.label !== contact.text && contact.kind === 'profile'
        ? `${contact.label}${content.marks.colon}${contact.text}`
        : contact.text;
    return contact.url ? `[${literal(text)}](${address(contact.url)})` : literal(text);
  });
  const parts = [
    `# ${literal(content.name)}`,
    content.label && `**${literal(content.label)}**`,
    content.tagline && `*${rich(content.tagline)}*`,
    content.availability && literal(content.availability),
    contacts.join(' · '),
    list(content.metrics.map(metricText)),
    ...content.sections.flatMap((section) => sectionParts(section, content.marks)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function sectionParts(section: Section, marks: Marks): (string | undefined)[] {
  const title = `## ${literal(section.title)}`;
  switch (section.kind) {
    case 'prose':
      return [title, ...prose(section.paragraphs)];
    case 'list':
      return [title, ...prose(section.intro), bullets(section.items)];
    case 'entries':
      return [title, ...prose(section.intro), ...section.groups.flatMap((group) => groupParts(group, 3, marks))];
    case 'terms':
      return [title, ...termParts(section.terms, marks)];
    case 'letter':
      return letterParts(section);
    case 'quotes':
      return [
        title,
        ...section.quotes.flatMap((quote) => [quoted(prose(quote.text)), quote.name && `– ${literal(quote.name)}`]),
      ];
  }
}

/** Formats paragraphs as a block quote (CommonMark 5.1). */
function quoted(paragraphs: readonly string[]): string {
  return paragraphs
    .join('\n\n')
    .replace(/^(?=.)/gm, '> ')
    .replace(/^$/gm, '>');
}

function letterParts(letter: LetterSection): (string | undefined)[] {
  const { recipient, date, subject, salutation, body, closing, signature, enclosures } = letter;
  // Two trailing spaces are a hard line break (CommonMark 6.7).
  const onLines = (texts: readonly string[]) => texts.map(literal).join('  \n');
  return [
    onLines(recipient),
    date && literal(date),
    subject && `## ${literal(subject)}`,
    salutation && literal(salutation),
    ...prose(body),
    onLines([closing, signature]),
    enclosures && literal(enclosures.label),
    enclosures && list(enclosures.items.map(literal)),
  ];
}

function groupParts(group: Group, level: number, marks: Marks): (string | undefined)[] {
  const inner = group.title === undefined ? level : level + 1;
  return [
    group.title === undefined ? undefined : heading(group.title, level),
    ...group.entries.flatMap((entry) => entryParts(entry, inner, marks)),
    ...group.groups.flatMap((child) => groupParts(child, inner, marks)),
  ];
}

function entryParts(entry: Entry, level: number, marks: Marks): (string | undefined)[] {
  const title = entry.url && entry.title ? `[${literal(entry.title)}](${address(entry.url)})` : literal(entry.title);
  const subtitle =
    entry.subtitle &&
    (entry.subtitleUrl ? `[${literal(entry.subtitle)}](${address(entry.subtitleUrl)})` : literal(entry.subtitle));
  const line = [
    entry.eyebrow && literal(entry.eyebrow),
    subtitle,
    entry.place && literal(entry.place),
    entry.dates,
    ...entry.notes.map(literal),
  ];
  return [
    entry.title
      ? `${'#'.repeat(Math.min(level, 6))} ${title}${entry.status ? ` (${literal(entry.status)})` : ''}`
      : undefined,
    line.filter(Boolean).join(' · '),
    entry.metrics.map(metricText).join(' · '),
    ...prose(entry.summary),
    bullets(entry.bullets),
    list(
      entry.features.map(
        (feature) => `${feature.label ? `${literal(feature.label)}${marks.colon}` : ''}**${literal(feature.value)}**`,
      ),
    ),
    // Heading levels must not skip below an entry without a heading.
    ...entry.children.flatMap((child) => entryParts(child, entry.title ? level + 1 : level, marks)),
    entry.links.map((link) => `[${literal(link.label)}](${address(link.url)})`).join(' · '),
    entry.keywords.length > 0 ? `*${literal(entry.keywords.join(marks.comma))}*` : undefined,
  ];
}

function termParts(terms: readonly Term[], { comma, colon }: Marks): string[] {
  const heads = terms.map((term) => {
    const name = [term.name && `**${literal(term.name)}**`, term.level && literal(term.level)]
      .filter(Boolean)
      .join(' – ');
    const links = term.links.map((link) => `[${literal(link.label)}](${address(link.url)})`).join(comma);
    return [name, literal(term.keywords.join(comma)), links].filter(Boolean).join(colon);
  });
  if (terms.every((term) => term.summary.length === 0)) return [list(heads)];
  return terms.flatMap((term, index) => [heads[index] ?? '', ...prose(term.summary)]);
}

function metricText(metric: Metric): string {
  return [`**${literal(metric.value)}**`, metric.label && literal(metric.label)].filter(Boolean).join(' ');
}

function heading(text: string, level: number): string {
  return `${'#'.repeat(Math.min(level, 6))} ${literal(text)}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
