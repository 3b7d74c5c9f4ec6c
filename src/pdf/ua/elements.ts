import { PDFArray, PDFDict, PDFName } from 'pdf-lib';
import { textOf } from '../structure/tree.js';
import { type Finding, fault } from './conditions.js';
import { type Node, type Subject, stated } from './subject.js';

/** Figures (ISO 14289-1, 7.3) and formulas (7.7): checkpoints 13 and 17. */
export function* checkAlternatives({ nodes }: Subject): Generator<Finding> {
  for (const { role, element } of nodes) {
    if (role !== 'Figure' && role !== 'Formula') continue;
    if (stated(element.dict, 'Alt') || element.dict.has(PDFName.of('ActualText'))) continue;
    yield fault(role === 'Figure' ? '13-004' : '17-002', role);
  }
}

/** Notes (ISO 14289-1, 7.9): checkpoint 19. */
export function* checkNotes({ nodes }: Subject): Generator<Finding> {
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
export function* checkHeaders({ nodes }: Subject): Generator<Finding> {
  for (const table of nodes) {
    if (table.role !== 'Table') continue;
    const cells = cellsOf(table);
    const organized = cells.some((cell) => attribute(cell, 'Headers'));
    if (!organized && cells.some((cell) => cell.role === 'TH' && !attribute(cell, 'Scope'))) yield fault('15-003');
  }
}

/** The cells of a table, but not those of tables in its cells. */
function cellsOf(node: Node): Node[] {
  const cells: Node[] = [];
  // A list of its own: a document from elsewhere may nest deeper than calls do.
  const open = [...node.children].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.role === 'TH' || next.role === 'TD') cells.push(next);
    else if (next.role !== 'Table') for (const child of next.children.toReversed()) open.push(child);
  }
  return cells;
}

/** Whether an element has a table attribute, its own or by a class (ISO 32000-1, 14.7.5). */
function attribute({ element }: Node, name: string): boolean {
  const value = element.dict.lookup(PDFName.of('A'));
  const list = value instanceof PDFArray ? value.asArray().map((_, index) => value.lookup(index)) : [value];
  return list.some((item) => item instanceof PDFDict && item.has(PDFName.of(name)));
}
