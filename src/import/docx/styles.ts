import type { Paragraph, TabStop } from '../flow/model.js';
import { attributeOf, childOf, childrenOf, elementAt, numberIn, type readPart, type XmlElement } from './nodes.js';

/** Twentieths of a point, in which Word measures. */
export const TWIP = 1 / 20;

/** Paragraph and run properties (ECMA-376 Part 1, 17.3.1 and 17.3.2); undefined where they say nothing. */
export interface Look {
  size?: number | undefined;
  bold?: boolean | undefined;
  italic?: boolean | undefined;
  hidden?: boolean | undefined;
  before?: number | undefined;
  after?: number | undefined;
  indent?: number | undefined;
  hanging?: number | undefined;
  align?: Paragraph['align'] | undefined;
  tabs?: TabStop[] | undefined;
  /** The level of a heading, from 0. */
  outline?: number | undefined;
  /** The list that numbers the paragraph, and its level; the list 0 is none. */
  list?: string | undefined;
  level?: number | undefined;
}

type Part = ReturnType<typeof readPart>;

/** The styles of a document by their ids, with those that they are based on. */
export class Styles {
  readonly #byId = new Map<string, XmlElement>();
  readonly #resolved = new Map<string, Look>();
  readonly #usual: string | undefined;
  readonly defaults: Look;

  constructor(part: Part | undefined) {
    const root = childOf(part, 'styles');
    for (const style of childrenOf(root, 'style')) {
      const id = attributeOf(style, 'styleId');
      if (id !== undefined) this.#byId.set(id, style);
    }
    const first = childrenOf(root, 'style').find(
      (style) => attributeOf(style, 'type') === 'paragraph' && attributeOf(style, 'default') === '1',
    );
    this.#usual = attributeOf(first, 'styleId');
    const defaults = childOf(root, 'docDefaults');
    this.defaults = {
      ...lookOfParagraph(elementAt(defaults, 'pPrDefault', 'pPr')),
      ...lookOfRun(elementAt(defaults, 'rPrDefault', 'rPr')),
    };
  }

  /** The look of a style; that of the usual paragraph for no id. */
  look(id: string | undefined): Look {
    const own = id ?? this.#usual;
    return own === undefined ? this.defaults : { ...this.defaults, ...this.#resolve(own, new Set()) };
  }

  /** The look of a style of characters, without the defaults. */
  ofCharacters(id: string | undefined): Look {
    return id === undefined ? {} : this.#resolve(id, new Set());
  }

  #resolve(id: string, seen: Set<string>): Look {
    const known = this.#resolved.get(id);
    if (known) return known;
    const style = this.#byId.get(id);
    // A style that is based on itself has no base.
    if (!style || seen.has(id)) return {};
    seen.add(id);
    const base = attributeOf(childOf(style, 'basedOn'), 'val');
    const name = attributeOf(childOf(style, 'name'), 'val') ?? id;
    const heading = /^heading ?([1-9])$/i.exec(name)?.[1];
    const look = merge(
      base === undefined ? {} : this.#resolve(base, seen),
      heading === undefined ? {} : { outline: Number(heading) - 1 },
      lookOfParagraph(childOf(style, 'pPr')),
      lookOfRun(childOf(style, 'rPr')),
    );
    this.#resolved.set(id, look);
    return look;
  }
}

/** Later looks win where they say something. */
export function merge(...looks: readonly Look[]): Look {
  const merged: Look = {};
  for (const look of looks)
    for (const [key, value] of Object.entries(look)) if (value !== undefined) Object.assign(merged, { [key]: value });
  return merged;
}

export function lookOfParagraph(properties: XmlElement | undefined): Look {
  if (!properties) return {};
  const spacing = childOf(properties, 'spacing');
  const indent = childOf(properties, 'ind');
  const list = childOf(properties, 'numPr');
  const tabs = childrenOf(childOf(properties, 'tabs'), 'tab').flatMap((tab): TabStop[] => {
    const [at, kind] = [numberIn(tab, 'pos'), attributeOf(tab, 'val')];
    if (at === undefined || kind === 'clear' || kind === 'bar') return [];
    return [
      { at: at * TWIP, align: kind === 'right' || kind === 'end' ? 'right' : kind === 'center' ? 'center' : 'left' },
    ];
  });
  const align = attributeOf(childOf(properties, 'jc'), 'val');
  return {
    before: points(spacing, 'before'),
    after: points(spacing, 'after'),
    indent: points(indent, 'left') ?? points(indent, 'start'),
    hanging: points(indent, 'hanging'),
    align:
      align === undefined ? undefined : align === 'center' ? 'center' : /^(right|end)$/.test(align) ? 'right' : 'left',
    tabs: tabs.length > 0 ? tabs.toSorted((a, b) => a.at - b.at) : undefined,
    outline: numberIn(childOf(properties, 'outlineLvl'), 'val'),
    list: attributeOf(childOf(list, 'numId'), 'val'),
    level: numberIn(childOf(list, 'ilvl'), 'val'),
  };
}

function points(element: XmlElement | undefined, name: string): number | undefined {
  const value = numberIn(element, name);
  return value === undefined ? undefined : value * TWIP;
}

export function lookOfRun(properties: XmlElement | undefined): Look {
  if (!properties) return {};
  const size = numberIn(childOf(properties, 'sz'), 'val');
  return {
    size: size === undefined ? undefined : size / 2,
    bold: flag(properties, 'b'),
    italic: flag(properties, 'i'),
    hidden: flag(properties, 'vanish'),
  };
}

/** A property that is on if its element has no value, or one that is not off (17.17.4). */
function flag(properties: XmlElement, name: string): boolean | undefined {
  const element = childOf(properties, name);
  if (!element) return undefined;
  return !/^(0|false|off|none)$/.test(attributeOf(element, 'val') ?? '1');
}
