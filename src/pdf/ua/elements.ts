import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { isElement, isMark, resolveRole, STANDARD } from '../structure/elements.js';
import { textOf } from '../structure/trees.js';
import type { Fault } from '../verdict.js';
import { type Condition, fault } from './conditions.js';
import { type Node, stated, type UaSubject, type Whole } from './subject.js';

/** Figures (ISO 14289-1, 7.3) and formulas (7.7): checkpoints 13 and 17. */
export function* checkAlternatives({ nodes }: UaSubject): Generator<Fault> {
  for (const { role, element } of nodes) {
    if (role !== 'Figure' && role !== 'Formula') continue;
    if (stated(element.dict, 'Alt') || element.dict.has(PDFName.of('ActualText'))) continue;
    yield fault(role === 'Figure' ? '13-004' : '17-002', role);
  }
}

/** Notes (ISO 14289-1, 7.9): checkpoint 19. */
export function* checkNotes({ nodes }: UaSubject): Generator<Fault> {
  const known = new Set<string>();
  for (const { role, element } of nodes) {
    if (role !== 'Note') continue;
    const id = textOf(element.dict.lookup(PDFName.of('ID')));
    if (!id) yield fault('19-003');
    else if (known.has(id)) yield fault('19-004', id);
    else known.add(id);
  }
}

/** Header cells (ISO 14289-1, 7.5): checkpoint 15. */
export function* checkHeaders({ nodes }: UaSubject): Generator<Fault> {
  for (const table of nodes) {
    if (table.role !== 'Table') continue;
    const cells = cellsOf(table);
    const organized = cells.some((cell) => attribute(cell, 'Headers'));
    if (!organized && cells.some((cell) => cell.role === 'TH' && !attribute(cell, 'Scope'))) yield fault('15-003');
  }
}

/** The cells of a table, without the cells of nested tables. */
export function cellsOf(node: Node): Node[] {
  const cells: Node[] = [];
  // An explicit stack, because a document from elsewhere may nest deeper than the call stack allows.
  const open = [...node.children].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.role === 'TH' || next.role === 'TD') cells.push(next);
    else if (next.role !== 'Table') for (const child of next.children.toReversed()) open.push(child);
  }
  return cells;
}

/** An attribute from the A entry of an element (ISO 32000-1, 14.7.5); undefined if it has none of this name. */
export function attribute({ element }: Node, name: string): PDFObject | undefined {
  const value = element.dict.lookup(PDFName.of('A'));
  const list = value instanceof PDFArray ? value.asArray().map((_, index) => value.lookup(index)) : [value];
  const dict = list.find((item) => item instanceof PDFDict && item.has(PDFName.of(name)));
  return (dict as PDFDict | undefined)?.lookup(PDFName.of(name));
}

/** Rows of different lengths, counting the columns that cells span (ISO 14289-1, 7.2, by ISO 32000-1, Table 337). */
export function* checkRows({ nodes }: UaSubject): Generator<Fault> {
  for (const table of nodes) {
    if (table.role !== 'Table') continue;
    const rows = table.children.flatMap((child) => (child.role === 'TR' ? [child] : child.children));
    /** The cells of earlier rows that reach into the next one: the rows that they still cover, and their columns. */
    let open: { rows: number; columns: number }[] = [];
    const lengths = new Set<number>();
    for (const row of rows) {
      if (row.role !== 'TR') continue;
      const cells = row.children.map((cell) => ({ rows: span(cell, 'RowSpan'), columns: span(cell, 'ColSpan') }));
      const all = [...open, ...cells];
      lengths.add(all.reduce((sum, { columns }) => sum + columns, 0));
      open = all.filter((cell) => cell.rows > 1).map((cell) => ({ ...cell, rows: cell.rows - 1 }));
    }
    if (lengths.size > 1) yield fault('7.2', `rows of ${[...lengths].join(' and ')} columns`);
  }
}

export function span(cell: Node, name: 'RowSpan' | 'ColSpan'): number {
  const value = attribute(cell, name);
  return value instanceof PDFNumber ? Math.max(1, value.asNumber()) : 1;
}

/** Form elements (ISO 14289-1, 7.18.4, by ISO 32000-1, Tables 340 and 348). */
export function* checkForms({ nodes }: UaSubject): Generator<Fault> {
  for (const node of nodes) {
    if (node.role !== 'Form' || attribute(node, 'Role')) continue;
    const [first, ...more] = node.element.kids;
    if (!first || more.length > 0 || isElement(first) || isMark(first)) yield fault('7.18.4');
  }
}

/** Headings (ISO 14289-1, 7.4): checkpoint 14. */
export function* checkHeadings({ uses }: Whole): Generator<Fault> {
  const headings = uses.flatMap((use) => use.headings);
  if (uses.some((use) => use.siblings > 1)) yield fault('14-006', 'H');
  let level = 0;
  for (const next of headings) {
    if (next === 0) continue;
    if (level === 0 && next !== 1) yield fault('14-002', `H${next}`);
    else if (next > level + 1) yield fault('14-003', `H${next} after H${level}`);
    level = next;
  }
  if (level > 0 && headings.includes(0)) yield fault('14-007');
}

/** Role mapping (ISO 14289-1, 7.1): checkpoint 02. */
export function* checkRoles({ structure, uses }: Whole): Generator<Fault> {
  const map = dictAt(structure, 'RoleMap');
  const mapped = map?.keys().map((key) => key.decodeText()) ?? [];
  const used = uses.flatMap((use) => [...use.types]);
  for (const type of new Set([...used, ...mapped])) {
    const role = resolveRole(map, type);
    if (role.standard !== undefined) continue;
    if (role.circular) yield fault('02-003', type);
    else yield fault('02-001', type);
  }
  for (const type of mapped) if (STANDARD.has(type)) yield fault('02-004', type);
  for (const type of new Set(uses.flatMap((use) => [...use.unmapped]))) yield fault('02-001', type);
}

/**
 * The permitted parents and children of an element. Content directly in the element is an error if `children` is set.
 */
interface Rule {
  condition: Condition;
  parents?: readonly string[];
  children?: readonly string[];
}

const rows = ['Table', 'THead', 'TBody', 'TFoot'];
const section: Rule = { condition: '09-004', parents: ['Table'], children: ['TR'] };
const cell: Rule = { condition: '09-004', parents: ['TR'] };

/** ISO 32000-1, Tables 333 (contents), 336 (lists), 337 (tables) and 338 (ruby and warichu). */
const RULES: Readonly<Record<string, Rule>> = {
  Table: { condition: '09-004', children: ['Caption', 'TR', 'THead', 'TBody', 'TFoot'] },
  TR: { condition: '09-004', parents: rows, children: ['TH', 'TD'] },
  THead: section,
  TBody: section,
  TFoot: section,
  TH: cell,
  TD: cell,
  L: { condition: '09-005', children: ['L', 'LI', 'Caption'] },
  LI: { condition: '09-005', parents: ['L'], children: ['Lbl', 'LBody'] },
  LBody: { condition: '09-005', parents: ['LI'] },
  TOC: { condition: '09-006', children: ['TOC', 'TOCI', 'Caption'] },
  TOCI: { condition: '09-006', parents: ['TOC'], children: ['Lbl', 'Reference', 'P', 'NonStruct', 'TOC'] },
  Ruby: { condition: '09-007', children: ['RB', 'RT', 'RP'] },
  RB: { condition: '09-007', parents: ['Ruby'] },
  RT: { condition: '09-007', parents: ['Ruby'] },
  RP: { condition: '09-007', parents: ['Ruby'] },
  Warichu: { condition: '09-008', children: ['WT', 'WP'] },
  WT: { condition: '09-008', parents: ['Warichu'] },
  WP: { condition: '09-008', parents: ['Warichu'] },
};

/** The order of children that may occur only once or only in a certain place. */
const ORDERS: Readonly<Record<string, RegExp>> = {
  // One caption, first or last; one head before the bodies, one foot at either end.
  Table: /^(Caption )?(THead )?(TFoot )?((TR )*|(TBody )*)(TFoot )?(Caption )?$/,
  L: /^(Caption )?((L|LI) )*$/,
  LI: /^(Lbl )*(LBody )?$/,
  Ruby: /^RB (RT |RP RT RP )$/,
  Warichu: /^WP WT WP $/,
};

/** Elements in places where they are not permitted (ISO 14289-1, 7.2): checkpoint 09. */
export function* checkNesting({ nodes }: UaSubject): Generator<Fault> {
  for (const node of nodes) {
    const rule = RULES[node.role ?? ''];
    if (!rule || (isPlaced(node, rule) && isFilled(node, rule))) continue;
    yield fault(rule.condition, `${node.role} in ${node.parent?.role ?? 'the document'}`);
  }
}

function isPlaced(node: Node, { parents }: Rule): boolean {
  return !parents || parents.includes(node.parent?.role ?? '');
}

function isFilled(node: Node, { children }: Rule): boolean {
  if (children) {
    const own = node.element.kids.some((kid) => !isElement(kid));
    if (own || node.children.some((child) => !children.includes(child.role ?? ''))) return false;
  }
  const order = ORDERS[node.role ?? ''];
  return !order || order.test(node.children.map((child) => `${child.role} `).join(''));
}
