import { createRequire } from 'node:module';
import { childrenOf, lengthOf, type Node, parsePattern, waysOf } from './pattern.js';

// The checker runs in this process: its native programs are not installed everywhere.
process.env.RECHECK_SYNC_BACKEND = 'pure';
const { checkSync } = createRequire(import.meta.url)('recheck') as typeof import('recheck');

/** The largest number of ways to match at one place that counts as constant. */
const FEW = 2000;

/** The count for any larger one: a bounded repetition changes the running time only by a constant factor. */
const LARGEST_COUNT = 2;

/** A character that no text contains. */
const NEVER = '\\u0000';

/** The characters matched by a node that matches exactly one, as the inside of a class. */
function oneOf(node: Node): { characters: string; negated: boolean } | undefined {
  if (node.type === 'atom') return { characters: node.text, negated: false };
  if (node.type === 'class') {
    if (!node.text.startsWith('[')) return { characters: node.text, negated: false };
    return { characters: node.text.replace(/^\[\^?|\]$/g, ''), negated: node.text.startsWith('[^') };
  }
  if (node.type !== 'choice' || node.options.some((nodes) => nodes.length !== 1)) return undefined;
  const parts = node.options.map(([only]) => only && oneOf(only));
  const [first] = parts;
  if (parts.length === 1) return first;
  if (parts.some((part) => part === undefined || part.negated)) return undefined;
  return { characters: parts.map((part) => part?.characters).join(''), negated: false };
}

/** The groups that back-references may name. */
function groupsOf(tree: Node): Map<string, Node> {
  const groups = new Map<string, Node>();
  const collect = (node: Node) => {
    if (node.type === 'group' && node.name) groups.set(node.name, node.body);
    childrenOf(node).forEach(collect);
  };
  collect(tree);
  return groups;
}

/**
 * A pattern without assertions and back-references that takes at least as long, up to a constant factor.
 *
 * An assertion for one character at either end consumes the character instead. Any other assertion only prunes the
 * search, so a pattern without it takes longer unless it succeeds early. To prevent that, it ends in a character that
 * no text contains. The body of a lookahead is searched in addition; a lookbehind of bounded length has constant cost.
 */
function withoutAssertions(tree: Node, groups: ReadonlyMap<string, Node>): string {
  let pruned = false;

  function look(node: Extract<Node, { type: 'look' }>, first: boolean, last: boolean): string {
    const one = oneOf(node.body);
    if (one && (node.behind ? first : last)) {
      const inside = node.negative !== one.negated ? `[^${one.characters}]` : `[${one.characters}]`;
      return node.negative ? `(?:${node.behind ? '^' : '$'}|${inside})` : inside;
    }
    if (!node.behind && !node.negative && last) return print(node.body, false, true);
    pruned = true;
    if (!node.behind) return `(?:${print(node.body, false, false)}${NEVER}|)`;
    if (lengthOf(node.body) === Infinity) throw new Error('a lookbehind of unbounded length');
    return '';
  }

  function sequence(nodes: Node[], first: boolean, last: boolean): string {
    return nodes.map((node, index) => print(node, first && index === 0, last && index === nodes.length - 1)).join('');
  }

  function print(node: Node, first: boolean, last: boolean): string {
    switch (node.type) {
      case 'choice':
        return `(?:${node.options.map((nodes) => sequence(nodes, first, last)).join('|')})`;
      case 'group':
        return print(node.body, first, last);
      case 'look':
        return look(node, first, last);
      case 'reference': {
        pruned = true;
        const group = groups.get(node.to);
        if (!group) throw new Error(`no group ${node.to}`);
        return print(group, false, false);
      }
      case 'repeat': {
        const min = Math.min(node.min, LARGEST_COUNT);
        const max = node.max === Infinity ? '' : String(Math.min(node.max, LARGEST_COUNT));
        return `(?:${print(node.of, false, false)}){${min},${max}}${node.lazy ? '?' : ''}`;
      }
      default:
        return node.text;
    }
  }

  const pattern = print(tree, true, true);
  return pruned ? `${pattern}${NEVER}` : pattern;
}

/** The largest number of parts into which a pattern is split. */
const MOST_PARTS = 800;

/**
 * The alternatives of a pattern, each without a choice outside of repetitions. A backtracking search tries them one
 * after another, so the pattern takes at most as long as all of them together. The checker needs far more time for one
 * pattern with many words than for many patterns with one word each.
 */
function partsOf(nodes: readonly Node[]): Node[][] {
  let parts: Node[][] = [[]];
  for (const node of nodes) {
    const ways = waysThrough(node);
    if (parts.length * ways.length > MOST_PARTS) parts = parts.map((part) => [...part, node]);
    else parts = parts.flatMap((part) => ways.map((way) => [...part, ...way]));
  }
  return parts;
}

function waysThrough(node: Node): Node[][] {
  if (node.type === 'choice') return node.options.flatMap(partsOf);
  if (node.type === 'group') return partsOf([node.body]);
  return [[node]];
}

const results = new Map<string, string>();

function check(pattern: string, flags: string, timeout: number): string {
  const key = `/${pattern}/${flags}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  const result = checkSync(pattern, flags, { checker: 'automaton', timeout });
  const text =
    result.status === 'safe' ? LINEAR : result.status === 'vulnerable' ? result.complexity.summary : result.error.kind;
  results.set(key, text);
  return text;
}

const LINEAR = 'linear';

/** `linear`, or the reason why a regular expression could not be proved to take linear time. */
export function complexityOf(source: string, flags: string, timeout = 10_000): string {
  const tree = parsePattern(source, flags);
  const groups = groupsOf(tree);
  for (const part of partsOf([tree])) {
    const node: Node = { type: 'choice', options: [part] };
    // Without a repetition that a longer text can extend, the time at each place is bounded.
    if (waysOf(node) <= FEW) continue;
    const result = check(withoutAssertions(node, groups), flags.replace(/[^my]/g, ''), timeout);
    if (result !== LINEAR) return result;
  }
  return LINEAR;
}
