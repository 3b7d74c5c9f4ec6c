import type { Block } from '../content/markup.js';
import type { Contact, Content, Entry, Group, LetterSection, Metric, Section, Term } from '../content/model.js';
import { type BlockStyle, blocksToText, listToText, oneLine, toPlain } from './spans.js';

type Marks = Content['marks'];

const STYLE: BlockStyle = { bullet: '*', paragraph: toPlain };
const prose = (blocks: readonly Block[]) => blocksToText(blocks, STYLE);
const itemize = (items: readonly (readonly Block[])[]) => listToText(items, STYLE);

/**
 * Converts content to plain text for a form field: every paragraph and bullet is one line, because the field wraps
 * lines itself and hard line breaks would remain; headings are in capitals, with empty lines between entries.
 */
export function toText(given: Content): string {
  const content = oneLine(given);
  const head = [
    content.name,
    content.label,
    content.tagline && toPlain(content.tagline),
    content.availability,
    ...content.contacts.map((contact) => contactText(contact, content.marks)),
  ];
  const blocks = [
    lines(head),
    lines(content.metrics.map((metric) => `* ${metricText(metric)}`)),
    ...content.sections.map((section) => sectionText(section, content.lang, content.marks)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function contactText({ kind, label, text, url }: Contact, { colon }: Marks): string {
  const named = label && label !== text ? `${label}${colon}${text}` : text;
  // An address or a number shows its target; a username on a network does not.
  const told = kind !== 'profile' || !url || url.replace('//www.', '//').includes(`//${text}`);
  return told ? named : `${named} (${url})`;
}

function sectionText(section: Section, lang: string, marks: Marks): string {
  // In the résumé's language rather than the machine's: Turkish has a different capital i.
  const title = section.title.toLocaleUpperCase(lang);
  switch (section.kind) {
    case 'prose':
      return blocks([title, ...prose(section.paragraphs)]);
    case 'list':
      return blocks([title, ...prose(section.intro), itemize(section.items)]);
    case 'entries':
      return blocks([title, ...prose(section.intro), ...section.groups.flatMap((group) => groupTexts(group, marks))]);
    case 'terms':
      return blocks([title, ...termBlocks(section.terms, marks)]);
    case 'letter':
      return letterText(section);
    case 'quotes':
      return blocks([
        title,
        ...section.quotes.map((quote) =>
          lines([...prose(quote.text).map((text) => `"${text}"`), quote.name && `– ${quote.name}`]),
        ),
      ]);
  }
}

function letterText({
  recipient,
  date,
  subject,
  salutation,
  body,
  closing,
  signature,
  enclosures,
}: LetterSection): string {
  return blocks([
    lines(recipient),
    date ?? '',
    subject ?? '',
    salutation ?? '',
    ...prose(body),
    lines([closing, signature]),
    enclosures ? lines([enclosures.label, bullets(enclosures.items)]) : '',
  ]);
}

function groupTexts(group: Group, marks: Marks): string[] {
  return [
    group.title ?? '',
    ...group.entries.map((entry) => entryText(entry, marks)),
    ...group.groups.flatMap((inner) => groupTexts(inner, marks)),
  ];
}

function entryText(entry: Entry, marks: Marks): string {
  const { comma, colon } = marks;
  const heading = [entry.title, entry.status && `(${entry.status})`].filter(Boolean).join(' ');
  return lines([
    entry.eyebrow,
    [heading, entry.subtitle, entry.place].filter(Boolean).join(comma),
    entry.dates,
    entry.notes.join(comma),
    ...[entry.url, entry.subtitleUrl],
    entry.metrics.map(metricText).join('; '),
    ...prose(entry.summary),
    itemize(entry.bullets),
    bullets(
      entry.features.map((feature) => (feature.label ? `${feature.label}${colon}${feature.value}` : feature.value)),
    ),
    ...entry.children.map((child) => entryText(child, marks)),
    ...entry.links.map((link) => `${link.label}${colon}${link.url}`),
    entry.keywords.join(comma),
  ]);
}

function termBlocks(terms: readonly Term[], { comma, colon }: Marks): string[] {
  const texts = terms.map((term) => {
    const name = [term.name, term.level && (term.name ? `(${term.level})` : term.level)].filter(Boolean).join(' ');
    return lines([
      [name, term.keywords.join(comma)].filter(Boolean).join(colon),
      ...prose(term.summary),
      ...term.links.map((link) => `${link.label}${colon}${link.url}`),
    ]);
  });
  return terms.some((term) => term.summary.length > 0) ? texts : [lines(texts)];
}

function metricText(metric: Metric): string {
  return [metric.value, metric.label].filter(Boolean).join(' ');
}

function bullets(texts: readonly string[]): string {
  return lines(texts.map((text) => `* ${text}`));
}

function lines(texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n');
}

function blocks(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
