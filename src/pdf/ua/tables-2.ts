import { PDFArray, PDFName } from 'pdf-lib';
import { nameOf, textOf } from '../structure/trees.js';
import type { Fault } from '../verdict.js';
import { fault } from './conditions.js';
import { attribute, cellsOf, span } from './elements.js';
import type { Node, UaSubject } from './subject.js';

/** A cell with its place on the grid of its table. */
interface Cell {
  node: Node;
  row: number;
  column: number;
  height: number;
  width: number;
}

/** The most rows and columns of a cell that are looked at. */
const MOST = 1000;

/** Tables (ISO 14289-2, 8.2.5.26). */
export function* checkTables2({ nodes }: UaSubject): Generator<Fault> {
  for (const table of nodes) {
    if (table.role !== 'Table' || cellsOf(table).length === 0) continue;
    const groups = table.children.filter(({ role }) => ['THead', 'TBody', 'TFoot'].includes(role ?? ''));
    const cells: Cell[] = [];
    let row = 0;
    for (const group of groups.length > 0 ? groups : [table]) row = yield* place(group, row, cells);
    yield* checkHeaders2(cells);
  }
}

/**
 * Puts the cells of rows on the grid, each at the first free column of its row.
 *
 * @param first the number of the first row
 * @returns the number after the last row
 */
function* place(group: Node, first: number, cells: Cell[]): Generator<Fault, number> {
  const rows = group.children.filter(({ role }) => role === 'TR');
  const taken = rows.map(() => new Set<number>());
  for (const [at, row] of rows.entries()) {
    let column = 0;
    for (const node of row.children) {
      while (taken[at]?.has(column)) column += 1;
      const [height, width] = [span(node, 'RowSpan'), span(node, 'ColSpan')].map((size) => Math.min(size, MOST));
      if (height === undefined || width === undefined) continue;
      if (at + height > rows.length) yield fault('8.2.5.26-2');
      if (!fill(taken.slice(at, at + height), column, width)) yield fault('8.2.5.26-1');
      cells.push({ node, row: first + at, column, height, width });
      column += width;
    }
  }
  return first + rows.length;
}

/** @returns `false` if a cell already takes some of the places */
function fill(rows: readonly Set<number>[], first: number, width: number): boolean {
  let isFree = true;
  for (const row of rows)
    for (let column = first; column < first + width; column++) {
      if (row.has(column)) isFree = false;
      row.add(column);
    }
  return isFree;
}

/**
 * The header cells of other cells (ISO 32000-2, 14.8.5.7). If all header cells state their scope, the cells that they
 * pertain to are known.
 */
function* checkHeaders2(cells: readonly Cell[]): Generator<Fault> {
  const headers = cells.filter(({ node }) => node.role === 'TH');
  if (headers.every(({ node }) => scopeOf(node) !== undefined)) return;
  const known = new Set(headers.map(({ node }) => textOf(node.element.dict.lookup(PDFName.of('ID')))));
  const columns = new Set(headers.filter(({ node }) => scopeOf(node) !== 'Row').flatMap(columnsOf));
  const rows = new Set(headers.filter(({ node }) => scopeOf(node) !== 'Column').flatMap(rowsOf));
  for (const cell of cells) {
    if (cell.node.role !== 'TD') continue;
    const named = headersOf(cell.node);
    if (named.length > 0 && named.every((id) => known.has(id))) continue;
    if (columnsOf(cell).some((column) => columns.has(column)) || rowsOf(cell).some((row) => rows.has(row))) continue;
    yield fault(named.length > 0 ? '8.2.5.26-6' : '8.2.5.26-5');
  }
}

/** The scope of a header cell; without one, it may be the header of its row or of its column. */
function scopeOf(node: Node): string | undefined {
  return nameOf(attribute(node, 'Scope'));
}

function headersOf(node: Node): string[] {
  const list = attribute(node, 'Headers');
  return list instanceof PDFArray ? list.asArray().flatMap((_, at) => textOf(list.lookup(at)) ?? []) : [];
}

const columnsOf = ({ column, width }: Cell) => Array.from({ length: width }, (_, index) => column + index);
const rowsOf = ({ row, height }: Cell) => Array.from({ length: height }, (_, index) => row + index);
