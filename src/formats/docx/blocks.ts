import type { Block as ProseBlock } from '../../content/markup.js';
import type { Content, Entry, Group, LetterSection, Section, Term } from '../../content/model.js';
import {
  broken,
  figures,
  joined,
  linked,
  type Pen,
  rich,
  tabbed,
  text,
  together,
  type WordBlock,
  type WordRoom,
} from './page.js';
import { DEEPEST, groupStyle, INDENT } from './styles.js';

/** The maximum size of a portrait, in points. */
const PORTRAIT: WordRoom = { width: 74, height: 111 };

/** Builds the part above the sections: name, contacts and figures. */
export function headBlocks(content: Content, pen: Pen): WordBlock[] {
  const { name, label, tagline, availability, contacts, metrics, image } = content;
  const reached = contacts.map((contact) => {
    const isNamed = contact.kind === 'profile' && contact.label !== '' && contact.text !== contact.label;
    return [...(isNamed ? text(`${contact.label} `) : []), ...linked(contact.text, contact.url)];
  });
  return filled([
    // Without a portrait, the name below already identifies the person.
    ...(image === undefined || !pen.has(image)
      ? []
      : [{ style: 'Picture', children: pen.picture(image, name, PORTRAIT) }]),
    { style: 'Title', children: text(name) },
    { style: 'Subtitle', children: label ? text(label) : [] },
    { style: 'Tagline', children: tagline ? rich(tagline) : [] },
    { style: 'Contacts', children: joined(reached, pen.dot) },
    { style: 'Availability', children: availability ? text(availability) : [] },
    { style: 'HeadlineFigures', children: figures(metrics, pen.dot) },
  ]);
}

export function sectionBlocks(section: Section, pen: Pen): WordBlock[] {
  if (section.kind === 'letter') return letterBlocks(section, pen);
  const title: WordBlock = { style: 'Heading1', children: text(section.title) };
  return broken([title, ...bodyBlocks(section, pen)], section.break);
}

function bodyBlocks(section: Exclude<Section, LetterSection>, pen: Pen): WordBlock[] {
  switch (section.kind) {
    case 'prose':
      return proseBlocks(section.paragraphs, pen);
    case 'list':
      return [...proseBlocks(section.intro, pen), ...listBlocks(section.items, pen, 0)];
    case 'entries':
      return [...proseBlocks(section.intro, pen), ...section.groups.flatMap((group) => groupBlocks(group, 2, pen))];
    case 'terms':
      return section.terms.flatMap((term) => broken(termBlocks(term, pen), term.break));
    case 'quotes':
      return section.quotes.flatMap((quote) =>
        broken(
          filled([
            ...proseBlocks(quote.text, pen, 'Quote').map((block) => ({ ...block, joins: quote.name !== undefined })),
            { style: 'QuoteSource', children: quote.name ? text(quote.name) : [] },
          ]),
          quote.break,
        ),
      );
  }
}

function groupBlocks(group: Group, level: number, pen: Pen): WordBlock[] {
  const inner = group.title === undefined ? level : level + 1;
  const style = groupStyle(Math.min(level, DEEPEST));
  const blocks = [
    ...(group.title === undefined ? [] : [{ style, children: text(group.title) }]),
    ...group.entries.flatMap((entry) => entryBlocks(entry, inner, 0, pen)),
    ...group.groups.flatMap((child) => groupBlocks(child, inner, pen)),
  ];
  return broken(blocks, group.break);
}

/** @param depth the number of entries around it */
function entryBlocks(entry: Entry, level: number, depth: number, pen: Pen): WordBlock[] {
  const { dot, colon } = pen;
  const dates = entry.dates ? tabbed(entry.dates) : [];
  const byline = joined(
    [
      entry.subtitle ? linked(entry.subtitle, entry.subtitleUrl) : [],
      entry.place ? text(entry.place) : [],
      ...entry.notes.map((note) => text(note)),
    ],
    dot,
  );
  const status = entry.status ? text(` · ${entry.status}`, { style: 'Status', bold: false }) : [];
  const title = entry.title ? [...linked(entry.title, entry.url), ...status, ...dates] : [];
  const features = entry.features.map(({ label, value }) => [
    ...(label ? text(`${label}${colon}`, { style: 'FeatureLabel' }) : []),
    ...text(value),
  ]);
  const blocks = filled([
    { style: 'Eyebrow', children: entry.eyebrow ? text(entry.eyebrow) : [] },
    { style: `Heading${Math.min(level, DEEPEST)}`, children: title, close: entry.eyebrow !== undefined },
    { style: 'Byline', children: entry.title ? byline : [...byline, ...status, ...dates] },
    { style: 'KeyFigures', children: figures(entry.metrics, dot) },
    ...proseBlocks(entry.summary, pen, 'BodyText', depth),
    ...listBlocks(entry.bullets, pen, depth),
    { style: 'Features', children: joined(features, dot) },
    ...entry.images.map(({ src, alt }) => ({ style: 'Picture', children: pen.picture(src, alt) })),
  ]).map((block) => ({ ...block, depth }));
  const after = filled([
    { style: 'Links', children: linksOf(entry.links, dot) },
    { style: 'Keywords', children: entry.keywords.length > 0 ? text(entry.keywords.join(dot)) : [] },
  ]).map((block) => ({ ...block, depth }));
  // Heading levels must not skip below an entry without a heading.
  const children = entry.children.flatMap((child) =>
    entryBlocks(child, entry.title ? level + 1 : level, depth + 1, pen),
  );
  const all =
    children.length > 0 ? [...together(blocks), ...children, ...together(after)] : together([...blocks, ...after]);
  return broken(all, entry.break);
}

function termBlocks(term: Term, pen: Pen): WordBlock[] {
  const { dot, comma, colon } = pen;
  const isEssay = term.summary.length > 0;
  const said = term.keywords.length > 0 || term.links.length > 0;
  const name = term.name ? text(term.name, { style: 'TermName' }) : [];
  const level = term.level ? text(`${term.name ? ' ' : ''}${term.level}`, { style: 'TermLevel' }) : [];
  const head = [
    ...name,
    ...(term.name && said && !term.level && !isEssay ? text(colon) : []),
    ...level,
    ...(said && (term.level || (isEssay && term.name)) ? text(dot) : []),
    ...text(term.keywords.join(comma)),
    ...(term.keywords.length > 0 && term.links.length > 0 ? text(dot) : []),
    ...linksOf(term.links, dot),
  ];
  return filled([
    {
      style: isEssay ? 'EssayTitle' : 'Term',
      children: name.length + level.length > 0 || said ? head : [],
      joins: isEssay,
    },
    ...proseBlocks(term.summary, pen),
  ]);
}

function linksOf(links: readonly { label: string; url: string }[], dot: string) {
  return joined(
    links.map(({ label, url }) => linked(label, url, { style: 'Hyperlink' })),
    dot,
  );
}

function filled(blocks: readonly WordBlock[]): WordBlock[] {
  return blocks.filter(({ children }) => children.length > 0);
}

/** Builds a cover letter in reading order; each part has its own style. */
function letterBlocks(letter: LetterSection, pen: Pen): WordBlock[] {
  const { recipient, date, subject, salutation, body, closing, signature, enclosures } = letter;
  const line = (style: string, content: string | undefined): WordBlock[] =>
    content ? [{ style, children: text(content) }] : [];
  return [
    ...recipient.flatMap((each, index) => line(index === 0 ? 'LetterAddress' : 'LetterAddressLine', each)),
    ...line('LetterDate', date),
    ...line('LetterSubject', subject),
    ...line('LetterText', salutation),
    ...proseBlocks(body, pen, 'LetterText'),
    ...line('LetterClosing', closing),
    ...line('LetterSignature', signature),
    ...line('LetterEnclosures', enclosures?.label),
    ...(enclosures?.items ?? []).map((item) => ({ style: 'ListBullet', children: text(item), list: { level: 0 } })),
  ];
}

/** The number of levels that lists have. */
export const LIST_LEVELS = 4;

/** Converts paragraphs and lists. Each numbered list starts at its own number. */
export function proseBlocks(blocks: readonly ProseBlock[], pen: Pen, style = 'BodyText', level = 0): WordBlock[] {
  return blocks.flatMap((block): WordBlock[] =>
    block.kind === 'paragraph'
      ? [{ style, children: rich(block.text) }]
      : listBlocks(block.items, pen, level, block.start),
  );
}

/** @param level the level of its bullets, from 0 */
export function listBlocks(
  items: readonly (readonly ProseBlock[])[],
  pen: Pen,
  level: number,
  start?: number,
): WordBlock[] {
  const list = {
    ...(start === undefined ? {} : { numbered: pen.numbered(start) }),
    level: Math.min(level, LIST_LEVELS - 1),
  };
  return items.flatMap(([first, ...rest]) => {
    const isText = first?.kind === 'paragraph';
    const head: WordBlock = {
      style: start === undefined ? 'ListBullet' : 'ListNumber',
      children: isText ? rich(first.text) : [],
      list,
    };
    const more = proseBlocks(isText || !first ? rest : [first, ...rest], pen, 'ListContinue', level + 1);
    const indent = (list.level + 1) * INDENT;
    return [
      ...(isText ? [head] : []),
      ...more.map((block) => (block.list || block.indent ? block : { ...block, indent })),
    ];
  });
}
