import { createRequire } from 'node:module';
import { childrenOf, lengthOf, type Node, parsePattern, waysOf } from './pattern.js';

// Run the checker in this process, because its native binaries are not installed everywhere.
process.env.RECHECK_SYNC_BACKEND = 'pure';
const { checkSync } = createRequire(import.meta.url)('recheck') as typeof import('recheck');

/** Patterns with at most this many ways to match at one position count as constant-time. */
const FEW = 2000;

/** Larger repetition counts are reduced to this one: a bound changes the running time only by a constant factor. */
const LARGEST_COUNT = 2;

/** A character that no text contains. */
const NEVER = '\\u0000';

/** The characters matched by a single-character node, written as the inside of a character class. */
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

/** The groups that backreferences can refer to, by name or number. */
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
 * Removes assertions and backreferences from a pattern. The result takes at least as long to match as the original, up
 * to a constant factor.
 *
 * A single-character assertion at either end is replaced with a class that consumes the character. Any other assertion
 * only prunes the search, so the pattern without it takes longer unless it succeeds early. To prevent an early success,
 * the result ends in a character that no text contains. The body of a lookahead is kept as an additional branch. A
 * lookbehind of bounded length has constant cost and is dropped.
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
    if (lengthOf(node.body) === Infinity) throw new Error('cannot analyze a lookbehind of unbounded length');
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
        if (!group) throw new Error(`the pattern has no group named ${node.to}`);
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

/** The maximum number of parts that a pattern is split into. */
const MOST_PARTS = 800;

/**
 * Splits a pattern into alternatives that have no choice outside of repetitions. A backtracking search tries the
 * alternatives one after another, so the pattern takes at most as long as all of them together. The checker needs far
 * more time for one pattern with many words than for many patterns with one word each.
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

/** `linear`, or the reason why the regular expression could not be proved to run in linear time. */
export function complexityOf(source: string, flags: string, timeout = 60_000): string {
  const tree = parsePattern(source, flags);
  const groups = groupsOf(tree);
  for (const part of partsOf([tree])) {
    const node: Node = { type: 'choice', options: [part] };
    // Without an unbounded repetition, the time spent at each position is bounded.
    if (waysOf(node) <= FEW) continue;
    const result = check(withoutAssertions(node, groups), flags.replace(/[^my]/g, ''), timeout);
    if (result !== LINEAR) return result;
  }
  return LINEAR;
}
