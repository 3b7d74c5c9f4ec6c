import { attributeOf, childOf, childrenOf, type readPart, type XmlElement } from './nodes.js';
import { type Look, lookOfParagraph } from './styles.js';

/** The levels of lists by their ids (ECMA-376 Part 1, 17.9). */
export class Numbering {
  readonly #levels = new Map<string, Map<number, XmlElement>>();

  constructor(part: ReturnType<typeof readPart> | undefined) {
    const root = childOf(part, 'numbering');
    const abstract = new Map(
      childrenOf(root, 'abstractNum').map((element) => [attributeOf(element, 'abstractNumId'), element]),
    );
    for (const list of childrenOf(root, 'num')) {
      const base = abstract.get(attributeOf(childOf(list, 'abstractNumId'), 'val'));
      const levels = childrenOf(base, 'lvl').map((level) => [Number(attributeOf(level, 'ilvl') ?? 0), level] as const);
      this.#levels.set(attributeOf(list, 'numId') ?? '', new Map(levels));
    }
  }

  /** The indent of a list's level, and `true` if its items have a mark or a number. */
  level(list: string, level: number): { look: Look; isMarked: boolean } {
    const found = this.#levels.get(list)?.get(level);
    const format = attributeOf(childOf(found, 'numFmt'), 'val');
    const mark = attributeOf(childOf(found, 'lvlText'), 'val');
    return {
      look: lookOfParagraph(childOf(found, 'pPr')),
      isMarked: format !== 'none' && (found === undefined || mark !== ''),
    };
  }
}
