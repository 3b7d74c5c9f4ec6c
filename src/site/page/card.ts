import { formatDate } from '../../content/locale.js';
import { count as countOf } from '../../errors.js';
import { parseDate } from '../../profile/dates.js';
import type { Card, FileLink, Picture, Version } from '../model.js';
import { FORMAT_LABELS } from './format-labels.js';

/** The number of skills on a card; the comparison and the résumé list all. */
const MOST_SKILLS = 8;

/** A candidate's card, and the checkbox that selects the candidate. */
export interface CardElement {
  article: HTMLElement;
  box: HTMLInputElement;
}

export function makeCard(card: Card, choose: () => void): CardElement {
  const box = make('input', { type: 'checkbox', 'aria-label': `Choose ${card.name}` });
  box.addEventListener('change', choose);
  const [main, ...others] = card.versions;
  const pdf = main?.files.find(({ kind }) => kind === 'pdf');
  const title = `name-${card.slug}`;
  const article = make(
    'article',
    { class: 'card', 'aria-labelledby': title },
    makeSheet(card.picture, pdf?.path),
    make(
      'div',
      { class: 'about' },
      make(
        'div',
        { class: 'head' },
        makeFace(card),
        make(
          'div',
          { class: 'names', lang: card.lang },
          make('h3', { id: title, dir: 'auto' }, card.name),
          card.label === undefined ? undefined : make('p', { class: 'label', dir: 'auto' }, card.label),
        ),
        make('label', { class: 'choose' }, box, make('span', { 'aria-hidden': 'true' }, 'Choose')),
      ),
      makeFacts(card),
      makeMetrics(card),
      makeSkills(card),
      main && makeFiles(main, card),
      others.length > 0 ? makeVariants(others, card) : undefined,
    ),
  );
  return { article, box };
}

/** A picture of the first page. Hidden from screen readers, because the PDF link has the same target. */
function makeSheet(picture: Picture | undefined, href: string | undefined): HTMLElement {
  const image = picture && makePicture(picture);
  if (!href) return make('div', { class: 'sheet' }, image);
  return make('a', { class: 'sheet', href, tabindex: '-1', 'aria-hidden': 'true' }, image);
}

export function makePicture({ path, width, height }: Picture): HTMLImageElement {
  return make('img', {
    src: path,
    width: String(width),
    height: String(height),
    alt: '',
    loading: 'lazy',
    decoding: 'async',
  });
}

/** The portrait, or the initials of the first and the last name. */
export function makeFace({ portrait, name }: Card): HTMLElement {
  const parts = name.split(/\s+/).filter((part) => /\p{L}/u.test(part));
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  const initials = ends.map((part) => /\p{L}/u.exec(part ?? '')?.[0] ?? '').join('');
  return make('span', { class: 'face', 'aria-hidden': 'true' }, portrait ? makePicture(portrait) : initials);
}

function makeFacts(card: Card): HTMLElement {
  const { role, location, availability, modified } = card;
  const facts: [string, string | undefined][] = [
    ['Latest position', role],
    ['Location', location],
    ['Experience', experience(card)],
    ['Availability', availability],
    ['Last change', modified && `Updated ${day(modified)}`],
  ];
  const shown = facts.filter(([, text]) => text);
  return make(
    'ul',
    { class: 'facts' },
    ...shown.map(([what, text]) => make('li', {}, unseen(`${what}: `), make('span', { dir: 'auto' }, text))),
  );
}

function makeMetrics({ metrics, lang }: Card): HTMLElement | undefined {
  if (metrics.length === 0) return undefined;
  const tiles = metrics
    .slice(0, 4)
    .map(({ value, label }) =>
      make(
        'li',
        { dir: 'auto' },
        make('b', {}, value),
        label === undefined ? undefined : make('span', {}, ` ${label}`),
      ),
    );
  return make('ul', { class: 'metrics', lang, 'aria-label': 'Key figures' }, ...tiles);
}

function makeSkills({ skills }: Card): HTMLElement | undefined {
  if (skills.length === 0) return undefined;
  const rest = skills.length - MOST_SKILLS;
  return make(
    'ul',
    { class: 'skills', 'aria-label': 'Skills' },
    ...skills.slice(0, MOST_SKILLS).map((skill) => make('li', { dir: 'auto' }, skill)),
    rest > 0 ? make('li', { class: 'more' }, `${rest} more`) : undefined,
  );
}

function makeFiles({ files }: Version, { name }: Card): HTMLElement {
  return make('ul', { class: 'files' }, ...files.map((file) => make('li', {}, makeLink(file, name))));
}

export function makeLink({ path, kind, bytes, pages, page, stale }: FileLink, whose: string): HTMLElement {
  const facts = [pages === undefined ? undefined : count(pages, 'page'), size(bytes), stale && 'earlier version'];
  const extent = facts.filter(Boolean).join(', ');
  return make(
    'a',
    { href: path, class: kind === 'pdf' ? 'main' : undefined },
    page === undefined ? nameOfKind(kind) : `${nameOfKind(kind)} ${page}`,
    unseen(` of ${whose}`),
    make('small', {}, ` ${extent}`),
  );
}

function makeVariants(versions: readonly Version[], card: Card): HTMLElement {
  const rows = versions.map((version) => {
    const title = version.label ?? version.variant;
    const named = { ...card, name: `${card.name}, ${title}` };
    return make('li', {}, make('p', { dir: 'auto' }, title), makeFiles(version, named));
  });
  const summary = make('summary', {}, count(versions.length, 'variant'), unseen(` of ${card.name}`));
  return make('details', { class: 'variants' }, summary, make('ul', {}, ...rows));
}

/** The display name of a format. */
const nameOfKind = (kind: string) => FORMAT_LABELS[kind] ?? kind.toUpperCase();

/** `51 kB`, with a no-break space. */
export function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))}\u00A0kB` : `${(bytes / 1e6).toFixed(1)}\u00A0MB`;
}

/** `1 page`, `2 pages`, with a no-break space. */
export const count = (amount: number, noun: string) => countOf(amount, noun, '\u00A0');

/** `2 years 11 months as of Nov 2026`; undefined if no job has a date. */
export function experience({ months, asOf }: Pick<Card, 'months' | 'asOf'>): string | undefined {
  if (months === undefined) return undefined;
  const [years, rest] = [Math.floor(months / 12), months % 12];
  const parts = [
    years > 0 ? count(years, 'year') : '',
    rest > 0 ? count(rest, 'month') : '',
    `as of\u00A0${day(asOf)}`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** `Nov 2026`; text that is not a date is returned unchanged. */
export function day(text: string): string {
  const date = parseDate(text);
  return date ? formatDate(date, { locale: 'en' }) : text;
}

type Child = Node | string | undefined;

/**
 * Creates an element. Text from a profile is only ever added as text, never as markup.
 *
 * @param attributes `true` sets an attribute without a value; `false` and undefined set none
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | undefined>,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Creates text for screen readers only. */
export const unseen = (text: string) => make('span', { class: 'unseen' }, text);
