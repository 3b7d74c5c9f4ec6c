import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { DossierError, type Problem } from '../errors.js';
import { drawFrame, explainSyntax } from './frame.js';
import { stripComments } from './json-comments.js';
import { decode, findTooDeep, LIMITS } from './limits.js';
import { distinctNames, rangeOf, survey } from './survey.js';

/** Where a value and its key begin and end in the text, as offsets. */
interface Place {
  key?: Range;
  value?: Range;
}

/** A path into a document: keys and indexes from the root. */
export type Path = readonly PropertyKey[];

/** A parsed document that still knows where everything stood. */
export interface SourceDocument {
  value: unknown;
  /** A problem at a path's value (or key), with its line drawn; the nearest parent's place where the path has none. */
  problem(path: Path, part: 'key' | 'value', what: Pick<Problem, 'severity' | 'message' | 'hint'>): Problem;
  /** The text of the file, without a byte order mark; all offsets count in it. */
  text: string;
  /** Where a path's value (or key) begins and ends in the text; the nearest parent's place where the path has none. */
  rangeOf(path: Path, part: 'key' | 'value'): Range | undefined;
  /** Paths of keys that have no value; their groups do not hold them. */
  blankKeys: readonly Path[];
  /** The keys at the root whose values hold an anchor that is used elsewhere. */
  anchorHolders: ReadonlySet<string>;
  /** Problems of the form of the file that stop nothing. */
  warnings: readonly Problem[];
  /** A problem at any place of the text. */
  problemAt(range: Range, what: Pick<Problem, 'severity' | 'message' | 'hint'>): Problem;
  /** The line and column of an offset, both from 1. */
  position(offset: number): { line: number; column: number };
}

/** Where something begins and ends in a text, as offsets. */
export type Range = readonly [number, number];

export interface DocumentOptions {
  /** Draw the offending line and quote the parser; false for private overlays, whose values must not be shown. */
  frames?: boolean;
  /** Take keys that stand twice, as JSON allows: the last counts, and the earlier ones are called `key (earlier)`. */
  repeatedKeys?: boolean;
}

/**
 * Reads YAML 1.2 or JSON into plain values. Numbers stay as they were typed, as text: a profile's figures are words,
 * and 9.10 must not become 9.1. Throws PROFILE_ENCODING, PROFILE_SYNTAX, PROFILE_LIMIT or PROFILE_EMPTY.
 *
 * @param file the name under which messages speak of this document
 */
export function readDocument(bytes: Uint8Array, file: string, options: DocumentOptions = {}): SourceDocument {
  const text = decode(bytes, file);
  const lines = new LineCounter();
  const problemAt = (range: Range, what: Pick<Problem, 'severity' | 'message' | 'hint'>): Problem => {
    const { line, col } = lines.linePos(range[0]);
    const frame = options.frames === false ? {} : { frame: drawFrame(text, range, line) };
    return { ...what, where: { file, line, column: col }, ...frame };
  };
  const { text: plain, first } = stripComments(text);
  const tooDeep = findTooDeep(plain);
  if (tooDeep !== undefined) {
    for (const { index } of text.matchAll(/^/gm)) lines.addNewLine(index);
    throw new DossierError('PROFILE_LIMIT', `${file}: ${TOO_DEEP.message}`, {
      problems: [problemAt([tooDeep, tooDeep], { severity: 'error', ...TOO_DEEP })],
    });
  }
  const document = parseDocument(plain, {
    lineCounter: lines,
    prettyErrors: false,
    // Compares every key with every other: `survey` finds them in one pass.
    uniqueKeys: false,
    stringKeys: true,
  });
  const { targets, dangling, repeated } = survey(document);
  const secret = options.frames === false ? 'this is not valid YAML' : undefined;
  const problems = [
    ...document.errors.map((error) => ({ range: error.pos, ...explainSyntax(error.code, secret ?? error.message) })),
    ...(options.repeatedKeys ? [] : repeated).map((key) => ({
      range: rangeOf(key) ?? [0, 0],
      ...explainSyntax('DUPLICATE_KEY', ''),
    })),
    ...dangling.map((alias) => ({
      range: rangeOf(alias) ?? [0, 0],
      message: secret ?? `there is no anchor "${alias.source}" before this`,
      hint: 'put the text in quotes if it begins with *',
    })),
  ].sort((a, b) => a.range[0] - b.range[0]);
  if (problems.length > 0) {
    throw new DossierError('PROFILE_SYNTAX', `${file} cannot be read as YAML`, {
      problems: problems.map(({ range, ...what }) => problemAt(range, { severity: 'error', ...what })),
    });
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    throw new DossierError('PROFILE_EMPTY', 'the file is empty', {
      where: { file },
      hint: 'write at least a name: basics: { name: … }',
    });
  }
  const places = new Map<string, Place>();
  const blankKeys: Path[] = [];
  const value = toValue(document.contents, [], {
    places,
    blankKeys,
    nodes: 0,
    targets,
    open: new Set(),
    repeated: new Set(repeated),
    fail: (node, message, hint) => {
      const problem = problemAt(rangeOf(node) ?? [0, 0], {
        severity: 'error',
        message,
        hint,
      });
      throw new DossierError('PROFILE_LIMIT', `${file}: ${message}`, {
        problems: [problem],
      });
    },
  });
  const rangeAt = (path: Path, part: 'key' | 'value'): Range | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const place = places.get(keyOf(path.slice(0, length)));
      const range =
        length === path.length && part === 'key' ? (place?.key ?? place?.value) : (place?.value ?? place?.key);
      if (range) return range;
    }
    return undefined;
  };
  return {
    value,
    problem(path, part, what) {
      const range = rangeAt(path, part);
      return range ? problemAt(range, what) : { ...what, where: { file } };
    },
    text,
    blankKeys,
    anchorHolders: anchorHolders(document, new Set(targets.values())),
    warnings: first !== undefined && /\.json$/i.test(file) ? [problemAt([first, first + 1], { ...NOT_JSON })] : [],
    rangeOf: rangeAt,
    problemAt,
    position(offset) {
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
  };
}

const NOT_JSON = {
  severity: 'warning',
  message: 'JSON has no comments or trailing commas: the file is read without them',
  hint: 'remove them, since other programs refuse such a file',
} as const;

const TOO_MANY = {
  message: `the document expands to more than ${LIMITS.values.toLocaleString('en')} values`,
  hint: 'anchors that hold other anchors multiply: write out what is meant',
};

const CIRCLE = {
  message: 'this anchor contains itself',
  hint: 'an anchor can only be used outside of what it names',
};

const TOO_DEEP = {
  message: `the document is nested more than ${LIMITS.depth} levels deep`,
  hint: 'no profile needs this: check the brackets or the indentation',
};

interface Walk {
  places: Map<string, Place>;
  nodes: number;
  /** Paths of keys that have no value. */
  blankKeys: Path[];
  /** What each alias stands for. */
  targets: ReadonlyMap<Alias, Node>;
  /** The anchored nodes that are being expanded. */
  open: Set<Node>;
  /** Keys that stand in their group already. */
  repeated: ReadonlySet<Scalar>;
  /** The outermost alias that is being expanded: what its author wrote, where it expands without end. */
  alias?: Alias | undefined;
  fail(node: Node, message: string, hint: string): never;
}

function toValue(node: Node | null, path: Path, walk: Walk): unknown {
  if (node === null) return undefined;
  walk.nodes += 1;
  if (walk.nodes > LIMITS.values) {
    walk.fail(walk.alias ?? node, TOO_MANY.message, TOO_MANY.hint);
  }
  if (path.length > LIMITS.depth) {
    walk.fail(node, TOO_DEEP.message, TOO_DEEP.hint);
  }
  const key = keyOf(path);
  const range = rangeOf(node);
  if (range) walk.places.set(key, { ...walk.places.get(key), value: range });
  if (isAlias(node)) {
    const target = walk.targets.get(node);
    if (!target) return undefined;
    if (walk.open.has(target)) walk.fail(node, CIRCLE.message, CIRCLE.hint);
    const outer = walk.alias;
    walk.alias ??= node;
    walk.open.add(target);
    const value = toValue(target, path, walk);
    walk.open.delete(target);
    walk.alias = outer;
    return value;
  }
  if (isScalar(node)) return scalarValue(node);
  const anchored = (isMap(node) || isSeq(node)) && node.anchor !== undefined;
  if (anchored) walk.open.add(node);
  const value = isSeq(node)
    ? toArray(node.items, path, walk)
    : isMap(node)
      ? toObject(node.items, path, walk)
      : undefined;
  if (anchored) walk.open.delete(node);
  return value;
}

function toArray(items: unknown[], path: Path, walk: Walk): unknown[] {
  // An item left empty stays, as an empty text, so that later items keep their index.
  return items.map((item, index) => toValue(item as Node, [...path, index], walk) ?? '');
}

function toObject(items: unknown[], path: Path, walk: Walk): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const names = walk.repeated.size > 0 ? distinctNames(items) : undefined;
  for (const pair of withMerged(items, walk)) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const name = names?.get(pair.key) ?? String(pair.key.value);
    if (name === '__proto__') walk.fail(pair.key, 'a key may not be called __proto__', 'give it another name');
    const childPath = [...path, name];
    const range = rangeOf(pair.key);
    if (range) walk.places.set(keyOf(childPath), { key: range });
    const value = toValue(pair.value as Node | null, childPath, walk);
    if (value !== undefined) object[name] = value;
    else if (!isAlias(pair.value)) walk.blankKeys.push(childPath);
  }
  return object;
}

/** The pairs of a group with those that merge keys (`<<: *anchor`) add; its own pairs win, then those named first. */
function withMerged(pairs: readonly unknown[], walk: Walk): readonly unknown[] {
  const merges = pairs.filter(isMerge);
  if (merges.length === 0) return pairs;
  const own = pairs.filter((pair) => !isMerge(pair));
  const names = new Set(own.map(nameOf));
  const added = merges
    .flatMap((pair) => sourcesOf(pair.value, walk))
    .filter((pair) => {
      const isNew = !names.has(nameOf(pair));
      names.add(nameOf(pair));
      return isNew;
    });
  return [...own, ...added];
}

function isMerge(pair: unknown): pair is Pair<Scalar, Node> {
  return (
    isPair(pair) &&
    isScalar(pair.key) &&
    pair.key.value === '<<' &&
    pair.key.type === 'PLAIN' &&
    isMergeable(pair.value)
  );
}

function isMergeable(value: unknown): boolean {
  return isAlias(value) || isMap(value) || isSeq(value);
}

function nameOf(pair: unknown): unknown {
  return isPair(pair) && isScalar(pair.key) ? pair.key.value : pair;
}

/** The pairs of the groups that a merge key names. */
function sourcesOf(node: unknown, walk: Walk): readonly unknown[] {
  walk.nodes += 1;
  const target = isAlias(node) ? walk.targets.get(node) : node;
  if (isSeq(target)) return target.items.flatMap((item) => sourcesOf(item, walk));
  if (!isMap(target)) return [];
  if (walk.nodes > LIMITS.values) walk.fail(target, TOO_MANY.message, TOO_MANY.hint);
  if (walk.open.has(target) && isAlias(node)) walk.fail(node, CIRCLE.message, CIRCLE.hint);
  walk.nodes += target.items.length;
  walk.open.add(target);
  const pairs = withMerged(target.items, walk);
  walk.open.delete(target);
  return pairs;
}

/** The keys at the root whose values hold an anchor that an alias uses. */
function anchorHolders(document: Document, used: ReadonlySet<Node>): Set<string> {
  const holders = new Set<string>();
  if (used.size === 0 || !isMap(document.contents)) return holders;
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isNode(value)) continue;
    visit(value, {
      Value(_key, node) {
        if (!used.has(node)) return undefined;
        holders.add(String(key.value));
        return visit.BREAK;
      },
    });
  }
  return holders;
}

function scalarValue(node: Scalar): unknown {
  if (node.value === null) return undefined;
  if (typeof node.value === 'boolean') return node.value;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function keyOf(path: Path): string {
  return path.map(String).join('\u0000');
}
