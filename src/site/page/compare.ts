import type { Card, Line } from '../model.js';
import { fold } from '../words.js';
import { experience, makeFace, makeLink } from './card.js';
import type { Action, PageView } from './chosen.js';
import { make, unseen } from './make.js';

/** Two to four candidates side by side. */
export const compare: Action = { name: 'compare', label: 'Compare', least: 2, most: 4, open };

function open(cards: readonly Card[], choose: (slugs: string[]) => void): PageView {
  const having = countSkills(cards);
  const skillsOf = (card: Card, fits: (count: number) => boolean) =>
    makeWords(card.skills.filter((skill) => fits(having.get(fold(skill)) ?? 0)));
  const common = cards[0] && skillsOf(cards[0], (count) => count === cards.length);
  const head = cards.map((card) => make('th', { scope: 'col', lang: card.lang }, makeHead(card, cards, choose)));
  const row = (title: string, cell: (card: Card) => Node | string | undefined) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, title),
      ...cards.map((card) => make('td', { dir: 'auto' }, cell(card) ?? notStated())),
    );
  const body = make(
    'tbody',
    {},
    row('Latest position', ({ role }) => role),
    row('Experience', experience),
    row('Location', ({ location }) => location),
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, 'Skills in common'),
      make('td', { colspan: String(cards.length) }, common ?? 'None'),
    ),
    cards.length > 2
      ? row('Skills that some share', (card) => skillsOf(card, (count) => count > 1 && count < cards.length))
      : undefined,
    row('Further skills', (card) => skillsOf(card, (count) => count === 1)),
    row('Positions', ({ positions }) => makeLines(positions)),
    row('Education', ({ education }) => makeLines(education)),
    row('Languages', ({ languages }) => languages.join(', ') || undefined),
    row('Key figures', ({ metrics }) =>
      makeLines(metrics.map(({ value, label }) => ({ title: value, ...(label ? { place: label } : {}) }))),
    ),
    row('Résumé', ({ name, versions }) => {
      const files = versions[0]?.files ?? [];
      const file = files.find(({ kind }) => kind === 'pdf') ?? files[0];
      return file && makeLink(file, name);
    }),
  );
  const table = make('table', {}, make('thead', {}, make('tr', {}, make('td', {}, unseen('About')), ...head)), body);
  const element = make(
    'div',
    { class: 'compare' },
    make('h1', { tabindex: '-1' }, 'Comparison'),
    make('div', { class: 'scroll', role: 'region', 'aria-label': 'Comparison', tabindex: '0' }, table),
  );
  return { element };
}

function makeHead(card: Card, cards: readonly Card[], choose: (slugs: string[]) => void): HTMLElement {
  const remove = make('button', { type: 'button', class: 'plain' }, 'Remove', unseen(` ${card.name}`));
  remove.addEventListener('click', () => choose(cards.filter((other) => other !== card).map(({ slug }) => slug)));
  return make(
    'div',
    { class: 'column-head' },
    makeFace(card),
    make('b', { dir: 'auto' }, card.name),
    card.label === undefined ? undefined : make('span', { class: 'label', dir: 'auto' }, card.label),
    cards.length > compare.least ? remove : undefined,
  );
}

/** Counts the candidates that have each skill. */
function countSkills(cards: readonly Card[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const card of cards)
    for (const skill of new Set(card.skills.map(fold))) counts.set(skill, (counts.get(skill) ?? 0) + 1);
  return counts;
}

function makeWords(list: readonly string[]): HTMLElement | undefined {
  if (list.length === 0) return undefined;
  return make('ul', { class: 'skills' }, ...list.map((word) => make('li', { dir: 'auto' }, word)));
}

function makeLines(lines: readonly Line[]): HTMLElement | undefined {
  if (lines.length === 0) return undefined;
  const items = lines.map(({ title, place, dates }) =>
    make(
      'li',
      { dir: 'auto' },
      make('b', {}, title),
      place === undefined ? undefined : make('span', {}, place),
      dates === undefined ? undefined : make('small', {}, dates),
    ),
  );
  return make('ul', { class: 'lines' }, ...items);
}

const notStated = () => make('span', { class: 'none' }, 'Not stated');
