import type { FlowPiece, Paragraph } from '../flow/model.js';
import { attributeOf, childOf, childrenOf, DEEPEST, nameOf, numberIn, textIn, type XmlElement } from './nodes.js';
import type { Numbering } from './numbering.js';
import type { WordPackage } from './package.js';
import { type Look, lookOfParagraph, lookOfRun, merge, type Styles } from './styles.js';

/** The size of type that Word uses where nothing sets one, in points (ECMA-376 Part 1, 17.3.2.38). */
const USUAL_SIZE = 10;

/** The parts of a document that its paragraphs refer to. */
export interface WordContext {
  styles: Styles;
  numbering: Numbering;
  links: WordPackage['links'];
}

/** A paragraph, and the text boxes and footnotes that are anchored in it. */
export interface ReadParagraph {
  paragraph: Paragraph;
  boxes: XmlElement[];
  notes: string[];
}

/** Reads a paragraph with the look of its styles, list and own properties. */
export function readParagraph(element: XmlElement, context: WordContext): ReadParagraph {
  const properties = childOf(element, 'pPr');
  const style = context.styles.look(attributeOf(childOf(properties, 'pStyle'), 'val'));
  const own = lookOfParagraph(properties);
  const { list, level } = merge(style, own);
  const isListed = list !== undefined && list !== '0';
  const numbered = isListed ? context.numbering.level(list, level ?? 0) : undefined;
  const look = merge(style, numbered?.look ?? {}, own);
  const reader = new RunReader(context, look);
  reader.read(childrenOf(element), {}, 0);
  const isItem = numbered?.isMarked === true && reader.pieces.some(({ text }) => text.trim() !== '');
  const size = look.size ?? USUAL_SIZE;
  // Mark list items with a bullet, so that items inside a table cell differ from its other lines.
  if (isItem) reader.pieces.unshift({ text: '• ', bold: false, italic: false, size });
  const indent = (look.indent ?? 0) - (look.hanging ?? 0);
  return {
    paragraph: {
      kind: 'paragraph',
      role: isItem ? 'item' : look.outline !== undefined && look.outline < 9 ? 'heading' : 'paragraph',
      pieces: reader.pieces.length > 0 ? reader.pieces : [{ text: '', bold: false, italic: false, size }],
      indent,
      before: look.before ?? 0,
      after: look.after ?? 0,
      align: look.align ?? 'left',
      tabs: (look.tabs ?? []).map(({ at, align }) => ({ at: at - indent, align })),
    },
    boxes: reader.boxes,
    notes: reader.notes,
  };
}

/** Characters of the special elements of a run (17.3.3). */
const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  ptab: '\t',
  cr: '\n',
  br: '\n',
  noBreakHyphen: '-',
};

/** Collects the text of a paragraph. Deleted and hidden text is left out, inserted text counts (17.13.5). */
class RunReader {
  readonly pieces: FlowPiece[] = [];
  readonly boxes: XmlElement[] = [];
  readonly notes: string[] = [];
  readonly #context: WordContext;
  readonly #look: Look;
  /** The address of an open field HYPERLINK, and `true` between its start and its result. */
  #field: { url?: string | undefined; isCode: boolean }[] = [];

  constructor(context: WordContext, look: Look) {
    this.#context = context;
    this.#look = look;
  }

  read(elements: readonly XmlElement[], link: { url?: string | undefined }, depth: number): void {
    if (depth > DEEPEST) return;
    for (const element of elements) {
      switch (nameOf(element)) {
        case 'r':
          this.#run(element, link);
          break;
        case 'hyperlink': {
          const url = this.#context.links.get(attributeOf(element, 'id') ?? '');
          this.read(childrenOf(element), { url }, depth + 1);
          break;
        }
        case 'fldSimple':
          this.read(
            childrenOf(element),
            { url: addressIn(attributeOf(element, 'instr') ?? '') ?? link.url },
            depth + 1,
          );
          break;
        case 'ins':
        case 'moveTo':
        case 'smartTag':
        case 'sdt':
        case 'sdtContent':
        case 'customXml':
        case 'dir':
        case 'bdo':
          this.read(childrenOf(element), link, depth + 1);
          break;
        default:
      }
    }
  }

  #run(element: XmlElement, link: { url?: string | undefined }): void {
    const properties = childOf(element, 'rPr');
    const style = this.#context.styles.ofCharacters(attributeOf(childOf(properties, 'rStyle'), 'val'));
    const look = merge(this.#look, style, lookOfRun(properties));
    for (const part of childrenOf(element)) {
      const name = nameOf(part);
      if (name === 'fldChar') this.#fieldChar(part);
      else if (name === 'instrText') {
        const open = this.#field.at(-1);
        if (open?.isCode) open.url ??= addressIn(textIn(part));
      } else if (name === 'footnoteReference') this.notes.push(attributeOf(part, 'id') ?? '');
      else if (name === 'drawing' || name === 'pict' || name === 'AlternateContent' || name === 'object')
        this.boxes.push(...boxesIn(part, 0));
      else if (look.hidden !== true && !this.#field.some(({ isCode }) => isCode)) {
        const text = name === 't' ? textIn(part) : characterOf(part, name);
        const url = link.url ?? this.#field.findLast((field) => field.url !== undefined)?.url;
        if (text !== '') this.#add(text, look, url);
      }
    }
  }

  #fieldChar(element: XmlElement): void {
    const type = attributeOf(element, 'fldCharType');
    if (type === 'begin') this.#field.push({ isCode: true });
    else if (type === 'end') this.#field.pop();
    else {
      const open = this.#field.at(-1);
      if (open) open.isCode = false;
    }
  }

  #add(text: string, look: Look, url: string | undefined): void {
    const piece = {
      bold: look.bold === true,
      italic: look.italic === true,
      size: look.size ?? USUAL_SIZE,
      ...(url === undefined ? {} : { url }),
    };
    const last = this.pieces.at(-1);
    const isSame =
      last?.bold === piece.bold && last.italic === piece.italic && last.size === piece.size && last.url === url;
    if (last && isSame) last.text += text;
    else this.pieces.push({ text, ...piece });
  }
}

function characterOf(element: XmlElement, name: string): string {
  if (name === 'br' && attributeOf(element, 'type') !== undefined && attributeOf(element, 'type') !== 'textWrapping')
    return '';
  if (name === 'sym') return symbolOf(numberIn(element, 'char'), attributeOf(element, 'char'));
  return CHARACTERS[name] ?? '';
}

/** A character of a symbol font has a name only if it is not one of the private area. */
function symbolOf(_number: number | undefined, hexadecimal: string | undefined): string {
  const code = Number.parseInt(hexadecimal ?? '', 16);
  return Number.isNaN(code) || code < 32 || (code >= 0xe000 && code <= 0xf8ff) ? '' : String.fromCodePoint(code);
}

/** The address of a field such as `HYPERLINK "https://example.com"` (17.16.5.25). */
function addressIn(instruction: string): string | undefined {
  return /^\s*HYPERLINK\s+"?([^"\s]{1,2000})"?/i.exec(instruction)?.[1];
}

/** The contents of text boxes in a drawing. Each is written twice, for new and for old programs; the first counts. */
function boxesIn(element: XmlElement, depth: number): XmlElement[] {
  if (depth > DEEPEST) return [];
  if (nameOf(element) === 'txbxContent') return [element];
  const choice = nameOf(element) === 'AlternateContent' ? childOf(element, 'Choice') : undefined;
  return (choice ? [choice] : childrenOf(element)).flatMap((child) => boxesIn(child, depth + 1));
}
