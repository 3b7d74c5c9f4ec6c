import type { parseDocument } from 'htmlparser2';
import type { FlowBlock, FlowPiece, Paragraph, Table } from '../flow/model.js';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: unknown }>;

/** The size of running text, and of the headings from the first to the sixth level, in points. */
const SIZE = 11;
const HEADINGS = [24, 16, 13, 12, 11.5, 11];

/** Elements whose content is not shown. */
const UNSHOWN =
  /^(script|style|head|template|noscript|iframe|object|svg|canvas|video|audio|nav|button|select|option|textarea|title)$/;

const INLINE =
  /^(a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|ruby|s|samp|small|span|strong|sub|sup|time|tt|u|var|wbr)$/;

/** The deepest nesting that is read. */
const DEEPEST = 300;

/** Classes of what stands at the end of a line in the usual pages: dates and places. */
const AT_END = /(?:^|[\s_-])(?:dates?|period|duration|years?|location|place|when|where)(?:$|[\s_-])/i;

interface Style {
  bold: boolean;
  italic: boolean;
  size: number;
  url?: string | undefined;
}

/** The surroundings of a block. */
interface Context {
  style: Style;
  role: Paragraph['role'];
  indent: number;
  /** The mark of the next paragraph, if it begins a list item. */
  mark: string;
  depth: number;
}

/**
 * Reads the shown text of an HTML document as blocks, in the order of the document. Style sheets are not evaluated;
 * elements with the attribute `hidden` or the inline style `display: none` are left out.
 */
export function blocksOfHtml(nodes: readonly Node[]): FlowBlock[] {
  const writer = new BlockWriter();
  writer.read(nodes, {
    style: { bold: false, italic: false, size: SIZE },
    role: 'paragraph',
    indent: 0,
    mark: '',
    depth: 0,
  });
  return writer.blocks;
}

class BlockWriter {
  readonly blocks: FlowBlock[] = [];
  #pieces: FlowPiece[] = [];

  read(nodes: readonly Node[], context: Context): void {
    if (context.depth > DEEPEST) return;
    const inner = { ...context, depth: context.depth + 1 };
    for (const node of nodes) {
      if ('data' in node && node.type === 'text') this.#text(node.data, context);
      else if ('attribs' in node && !isHidden(node)) this.#element(node, inner);
    }
    if (context.depth === 0) this.#end(context);
  }

  #element(element: Element, context: Context): void {
    const name = element.name.toLowerCase();
    if (name === 'br') this.#add('\n', context.style);
    else if (name === 'img') return;
    else if (INLINE.test(name)) this.#inline(element, name, context);
    else if (name === 'table') this.#table(element, context);
    else this.#block(element, name, context);
  }

  #inline(element: Element, name: string, context: Context): void {
    const mark = markBefore(element);
    if (mark !== '' && this.#pieces.at(-1)?.text.trim() !== '') this.#add(mark, context.style);
    const { style } = context;
    const url = name === 'a' ? addressOf(element) : undefined;
    const isAtEnd = name === 'time' || AT_END.test(element.attribs.class ?? '');
    if (isAtEnd && this.#pieces.some(({ text }) => text.trim() !== '') && !this.#endsWithDate()) this.#add('\t', style);
    const own = {
      ...style,
      bold: style.bold || name === 'b' || name === 'strong',
      italic: style.italic || name === 'i' || name === 'em' || name === 'cite',
      url: url ?? style.url,
    };
    this.read(element.children, { ...context, style: own });
  }

  /** `true` within a period, whose two dates are elements of their own. */
  #endsWithDate(): boolean {
    const text = this.#pieces.map((piece) => piece.text).join('');
    return text.endsWith('\t') || /(?:[-–—]|to|until|bis|à)$/u.test(text.trimEnd());
  }

  #block(element: Element, name: string, context: Context): void {
    this.#end(context);
    if (isTermList(element)) {
      this.#terms(element, context);
      return;
    }
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined) {
      const style = { ...context.style, bold: true, size: HEADINGS[Number(level) - 1] ?? SIZE };
      const inner: Context = { ...context, role: 'heading', style };
      this.read(element.children, inner);
      this.#end(inner);
    } else if (name === 'ul' || name === 'ol' || name === 'dl') {
      this.read(element.children, { ...context, indent: context.indent + (name === 'dl' ? 0 : 14) });
      this.#end(context);
    } else if (name === 'li') {
      // A list without marks in the document holds marked items all the same.
      const inner: Context = { ...context, role: 'item', mark: '• ' };
      this.read(element.children, inner);
      this.#end(inner);
    } else if (name === 'dt') {
      const inner = { ...context, style: { ...context.style, bold: true } };
      this.read(element.children, inner);
      this.#end(inner);
    } else {
      this.read(element.children, context);
      this.#end(context);
    }
  }

  /** Reads a list of short terms as one line: a style sheet sets them beside each other. */
  #terms(element: Element, context: Context): void {
    for (const item of elementsIn(element)) {
      if (this.#pieces.some(({ text }) => text.trim() !== '')) this.#add(' · ', context.style);
      this.read(item.children, context);
    }
    this.#end(context);
  }

  #table(element: Element, context: Context): void {
    this.#end(context);
    const rows = rowsIn(element, 0).map((row) =>
      row.children.flatMap((cell) => {
        if (!('attribs' in cell) || !/^t[dh]$/i.test(cell.name)) return [];
        const writer = new BlockWriter();
        const style = { ...context.style, bold: cell.name.toLowerCase() === 'th' };
        writer.read(cell.children, { ...context, style, indent: 0, mark: '', role: 'paragraph' });
        writer.#end(context);
        const span = Number.parseInt(cell.attribs.colspan ?? '1', 10);
        return [{ blocks: writer.blocks, span: Math.min(Math.max(span || 1, 1), 60) }];
      }),
    );
    const table: Table = { kind: 'table', widths: [], rows: rows.filter((row) => row.length > 0) };
    if (table.rows.length > 0) this.blocks.push(table);
  }

  #text(data: string, { style }: Context): void {
    const text = data.replace(/[ \t\r\n\f]+/g, ' ');
    const before = this.#pieces.at(-1)?.text ?? '\n';
    this.#add(/[\s]$/.test(before) ? text.trimStart() : text, style);
  }

  #add(text: string, { bold, italic, size, url }: Style): void {
    if (text === '') return;
    this.#pieces.push({ text, bold, italic, size, ...(url === undefined ? {} : { url }) });
  }

  /** Ends the open paragraph. */
  #end(context: Context): void {
    const pieces = this.#pieces;
    this.#pieces = [];
    if (!pieces.some(({ text }) => text.trim() !== '')) return;
    const isHeading = context.role === 'heading';
    const size = pieces[0]?.size ?? SIZE;
    if (context.mark !== '') pieces.unshift({ text: context.mark, bold: false, italic: false, size });
    // Only the first paragraph of an item has its mark.
    context.mark = '';
    this.blocks.push({
      kind: 'paragraph',
      role: context.role,
      pieces,
      indent: context.indent,
      before: isHeading ? 10 : 0,
      after: isHeading ? 3 : context.role === 'item' ? 1 : 4,
      align: 'left',
      tabs: [],
    });
  }
}

/** Classes of lists whose items are terms. */
const TERMS = /(?:^|[\s_-])(?:keywords?|tags?|chips?|badges?|metrics|features|technologies)(?:$|[\s_-])/i;

/** `true` for a list of terms, which is no list of sentences. */
function isTermList(element: Element): boolean {
  return /^[uo]l$/i.test(element.name) && TERMS.test(element.attribs.class ?? '') && elementsIn(element).length > 1;
}

function elementsIn(element: Element): Element[] {
  return element.children.filter((child): child is Element => 'attribs' in child);
}

/** Classes of labels in front of what they name, and behind it. */
const LABEL = /(?:^|[\s_-])(?:label|name|term|key)(?:$|[\s_-])/i;

/**
 * The mark that a style sheet sets between an element and the one before it, if a block holds nothing but elements with
 * classes: a colon behind a label, or else a point.
 */
function markBefore(element: Element): string {
  const parent = element.parent;
  if (!parent || !('attribs' in parent) || !/^(?:li|p|div|h[1-6])$/i.test(parent.name)) return '';
  const isBare = parent.children.some((child) => 'data' in child && child.type === 'text' && child.data.trim() !== '');
  const parts = elementsIn(parent);
  const before = parts[parts.indexOf(element) - 1];
  const [own, other] = [element.attribs.class ?? '', before?.attribs.class ?? ''];
  if (!before || own === '' || !/^span$/i.test(element.name)) return '';
  if (isBare || other === '' || !/^span$/i.test(before.name)) return '';
  if (AT_END.test(own) || AT_END.test(other) || (LABEL.test(own) && !LABEL.test(other))) return '';
  return LABEL.test(other) ? ': ' : ' · ';
}

function isHidden(element: Element): boolean {
  const { hidden, style } = element.attribs;
  return UNSHOWN.test(element.name.toLowerCase()) || hidden !== undefined || /display\s*:\s*none/i.test(style ?? '');
}

/** The address of a link, unless it leads into the page itself. */
function addressOf(element: Element): string | undefined {
  const href = (element.attribs.href ?? '').trim();
  return /^(https?:|mailto:|tel:)/i.test(href) ? href : undefined;
}

function rowsIn(element: Element, depth: number): Element[] {
  if (depth > 3) return [];
  return element.children.flatMap((child) => {
    if (!('attribs' in child)) return [];
    if (/^tr$/i.test(child.name)) return [child];
    return /^(tbody|thead|tfoot)$/i.test(child.name) ? rowsIn(child, depth + 1) : [];
  });
}
