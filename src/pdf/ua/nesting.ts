import { isElement } from '../structure/elements.js';
import { type Condition, type Finding, fault } from './conditions.js';
import type { Node, Subject } from './subject.js';

/** What may stand in an element and where the element may stand; content of its own only where `content` says so. */
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

/** The order of what an element has at most once, or in a certain place. */
const ORDERS: Readonly<Record<string, RegExp>> = {
  // One caption, first or last; one head before the bodies, one foot at either end.
  Table: /^(Caption )?(THead )?(TFoot )?((TR )*|(TBody )*)(TFoot )?(Caption )?$/,
  L: /^(Caption )?((L|LI) )*$/,
  LI: /^(Lbl )*(LBody )?$/,
  Ruby: /^RB (RT |RP RT RP )$/,
  Warichu: /^WP WT WP $/,
};

/** Elements that stand where only some may (ISO 14289-1, 7.2): checkpoint 09. */
export function* checkNesting({ nodes }: Subject): Generator<Finding> {
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
