/** The parts of a regular expression that affect its running time, as a tree. */
export type Node =
  | { type: 'choice'; options: Node[][] }
  | { type: 'atom'; text: string }
  | { type: 'class'; text: string }
  | { type: 'anchor'; text: string }
  | { type: 'reference'; to: string }
  | { type: 'group'; name?: string; body: Node }
  | { type: 'look'; behind: boolean; negative: boolean; body: Node }
  | { type: 'repeat'; min: number; max: number; lazy: boolean; of: Node };

type Choice = Extract<Node, { type: 'choice' }>;

/**
 * ASCII characters that stand in for Unicode properties. Two classes overlap here if they overlap in Unicode: letters,
 * digits and marks are kept distinct, and scripts are part of the letters.
 */
const PROPERTIES: Record<string, string> = {
  L: 'A-Za-z\\x02-\\x0f',
  Lu: 'A-Z',
  Ll: 'a-z',
  Lt: 'A-Z',
  Lo: '\\x03-\\x0f',
  N: '0-9\\x10',
  Nd: '0-9\\x10',
  M: '\\x02-\\x0f\\x11',
  Mn: '\\x11',
  ASCII: '\\x00-\\x7f',
  Cc: '\\x00-\\x1f',
  Cf: '\\x12',
  Cn: '\\x13',
  Co: '\\x14',
  Cs: '\\x15',
  Zs: '\\x20\\xa0',
  Variation_Selector: '\\x11',
  Extended_Pictographic: '\\x16',
  Latin: 'A-Za-z',
};

const SCRIPT_CHARACTERS = '\\x03-\\x0f\\x11';

function propertyCharacters(property: string): string {
  const name = property.replace(/^(?:sc|scx|Script|Script_Extensions)=/, '').replace('Latn', 'Latin');
  const known = PROPERTIES[name];
  if (known) return known;
  if (name !== property) return SCRIPT_CHARACTERS;
  throw new Error(`add the Unicode property ${property} to PROPERTIES`);
}

/** Parses a pattern without the v flag. */
export function parsePattern(source: string, flags: string): Node {
  const unicode = flags.includes('u');
  const lower = flags.includes('i');
  let at = 0;

  const fold = (text: string) => (lower ? text.toLowerCase() : text);

  /** Parses an escape sequence, inside or outside a class. */
  function escapeSequence(inClass: boolean): { text: string; set: boolean } {
    const property = /^\\([pP])\{([^}]*)\}/.exec(source.slice(at));
    if (unicode && property) {
      at += property[0].length;
      const text = propertyCharacters(property[2] ?? '');
      const characters = lower ? text.replace(/A-Z(a-z)?/g, 'a-z') : text;
      if (property[1] === 'P') {
        if (inClass) throw new Error(`\\P in a class is not supported: ${source}`);
        return { text: `[^${characters}]`, set: true };
      }
      return { text: inClass ? characters : `[${characters}]`, set: true };
    }
    const match = /^\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[\s\S])/.exec(source.slice(at));
    if (!match) throw new Error(`incomplete escape: ${source}`);
    at += match[0].length;
    const point = /^\\u\{(.*)\}$/.exec(match[0])?.[1];
    if (point === undefined) return { text: match[0], set: /^\\[dDwWsS]$/.test(match[0]) };
    // Replace characters outside the Basic Multilingual Plane with its last code point.
    return { text: `\\u${Math.min(Number.parseInt(point, 16), 0xffff).toString(16).padStart(4, '0')}`, set: false };
  }

  function characterClass(): Node {
    let text = source[at++] ?? '';
    if (source[at] === '^') text += source[at++];
    while (source[at] !== ']') {
      if (at >= source.length) throw new Error(`unterminated class: ${source}`);
      if (source[at] === '\\') text += escapeSequence(true).text;
      else text += fold(source[at++] ?? '');
    }
    at++;
    return { type: 'class', text: `${text}]` };
  }

  function group(): Node {
    const opening = /^\((?:\?(?:(:)|(<?)([=!])|<([^>]+)>))?/.exec(source.slice(at));
    if (!opening) throw new Error(`unexpected group: ${source}`);
    at += opening[0].length;
    const [, plain, behind, look, name] = opening;
    const own = look || plain ? undefined : (name ?? String(++captures));
    if (name) captures++;
    const body = choice();
    at++;
    if (look) return { type: 'look', behind: behind === '<', negative: look === '!', body };
    return { type: 'group', ...(own ? { name: own } : {}), body };
  }

  function single(): Node {
    const character = source[at];
    if (character === '(') return group();
    if (character === '[') return characterClass();
    if (character === '.') {
      at++;
      return { type: 'class', text: flags.includes('s') ? '[^]' : '[^\\n\\r]' };
    }
    if (character === '^' || character === '$') {
      at++;
      return { type: 'anchor', text: character };
    }
    if (character === '\\') {
      const reference = /^\\(?:([1-9]\d?)|k<([^>]+)>)/.exec(source.slice(at));
      if (reference) {
        at += reference[0].length;
        return { type: 'reference', to: reference[1] ?? reference[2] ?? '' };
      }
      if (/^\\[bB]/.test(source.slice(at))) {
        at += 2;
        return { type: 'anchor', text: source.slice(at - 2, at) };
      }
      const { text, set } = escapeSequence(false);
      return { type: set ? 'class' : 'atom', text };
    }
    at++;
    return { type: 'atom', text: fold(character ?? '') };
  }

  function term(): Node {
    const of = single();
    const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/.exec(source.slice(at));
    if (!quantifier) return of;
    at += quantifier[0].length;
    const [, sign, from, comma, to, lazy] = quantifier;
    const min = sign ? (sign === '+' ? 1 : 0) : Number(from);
    const max = sign ? (sign === '?' ? 1 : Infinity) : comma ? (to ? Number(to) : Infinity) : min;
    return { type: 'repeat', min, max, lazy: lazy === '?', of };
  }

  function choice(): Choice {
    const options: Node[][] = [[]];
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at++;
        options.push([]);
      } else options.at(-1)?.push(term());
    }
    return { type: 'choice', options };
  }

  let captures = 0;
  const tree = choice();
  if (at < source.length) throw new Error(`unexpected ")": ${source}`);
  return tree;
}

/** The direct children of a node. */
export function childrenOf(node: Node): Node[] {
  if (node.type === 'choice') return node.options.flat();
  if (node.type === 'repeat') return [node.of];
  if (node.type === 'group' || node.type === 'look') return [node.body];
  return [];
}

/** The maximum number of ways to match a node at one position; infinite if it grows with the text. */
export function waysOf(node: Node): number {
  switch (node.type) {
    case 'choice':
      return node.options.reduce((sum, nodes) => sum + nodes.reduce((ways, part) => ways * waysOf(part), 1), 0);
    case 'repeat': {
      const ways = waysOf(node.of);
      if (node.max === Infinity) return Infinity;
      return ways === 1 ? node.max - node.min + 1 : ways ** node.max;
    }
    case 'group':
    case 'look':
      return waysOf(node.body);
    default:
      return node.type === 'reference' ? Infinity : 1;
  }
}

/** The length of the longest text that a node can match. */
export function lengthOf(node: Node): number {
  switch (node.type) {
    case 'choice':
      return Math.max(...node.options.map((nodes) => nodes.reduce((sum, part) => sum + lengthOf(part), 0)));
    case 'repeat':
      return node.max === 0 ? 0 : node.max * lengthOf(node.of);
    case 'group':
      return lengthOf(node.body);
    case 'reference':
      return Infinity;
    default:
      return node.type === 'atom' || node.type === 'class' ? 1 : 0;
  }
}
