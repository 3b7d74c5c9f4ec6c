import { isScalar, LineCounter, parseDocument } from 'yaml';
import { DossierError, type Problem } from '../errors.js';
import { keyOf, type Path, type SourcePlace, type TextRange, TOO_DEEP, toValue } from './expand.js';
import { findJsonError, stripComments } from './json.js';
import { decode, findTooDeep } from './limits.js';
import { isJsonFile, isYamlFile } from './names.js';
import { drawFrame, explainSyntax } from './source-text.js';
import { anchorHolders, rangeOf, survey } from './survey.js';

export type { Path, TextRange } from './expand.js';

/** A parsed document that keeps the source position of each value. */
export interface SourceDocument {
  value: unknown;
  /**
   * Creates a problem with a code frame at a path's value (or key), or at the nearest parent if the path has no
   * position.
   */
  problem(path: Path, part: 'key' | 'value', what: Pick<Problem, 'severity' | 'message' | 'hint'>): Problem;
  /** The text of the file without a byte order mark; all offsets refer to it. */
  text: string;
  /** `true` if the file is written as JSON, so that hints show JSON. */
  isJson: boolean;
  /**
   * Returns the range of a path's value (or key) in the text, or that of the nearest parent if the path has no
   * position.
   */
  rangeOf(path: Path, part: 'key' | 'value'): TextRange | undefined;
  /** Paths of keys without a value; the objects in `value` do not contain them. */
  blankKeys: readonly Path[];
  /** The root keys whose values contain an anchor that is used elsewhere. */
  anchorHolders: ReadonlySet<string>;
  /** Problems with the file's syntax that do not prevent reading. */
  warnings: readonly Problem[];
  /** Creates a problem at any range of the text. */
  problemAt(range: TextRange, what: Pick<Problem, 'severity' | 'message' | 'hint'>): Problem;
  /** Returns the line and column of an offset, both counted from 1. */
  position(offset: number): { line: number; column: number };
}

interface DocumentOptions {
  /** Add code frames and quote the parser; `false` for private overlays, whose values must not be shown. */
  frames?: boolean;
  /** Accept repeated keys, as JSON allows: the last one wins, and earlier ones are named `key (earlier)`. */
  repeatedKeys?: boolean;
}

/**
 * Reads YAML 1.2 or JSON into plain values. Numbers are kept as text, as typed: 9.10 must not become 9.1.
 *
 * @param file the name of this document in messages
 * @throws DossierError PROFILE_ENCODING, PROFILE_SYNTAX, PROFILE_LIMIT or PROFILE_EMPTY
 */
export function readDocument(bytes: Uint8Array, file: string, options: DocumentOptions = {}): SourceDocument {
  const text = decode(bytes, file);
  const lines = new LineCounter();
  const problemAt = (range: TextRange, what: Pick<Problem, 'severity' | 'message' | 'hint'>): Problem => {
    const { line, col } = lines.linePos(range[0]);
    const frame = options.frames === false ? {} : { frame: drawFrame(text, range, line) };
    return { ...what, where: { file, line, column: col }, ...frame };
  };
  const { text: plain, first, ...form } = stripComments(text);
  // JSON is also YAML, so a file with a YAML extension gets YAML hints.
  const isJson = form.isJson && !isYamlFile(file);
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
    // The parser compares every key with every other; `survey` finds duplicates in one pass.
    uniqueKeys: false,
    stringKeys: true,
  });
  const { targets, dangling, repeated } = survey(document);
  const format = isJson ? 'JSON' : 'YAML';
  const secret = options.frames === false ? `this is not valid ${format}` : undefined;
  const jsonError = isJson && document.errors.length > 0 ? findJsonError(plain) : undefined;
  const errors = jsonError
    ? [jsonError]
    : document.errors.map(({ pos, code, message }) => ({ range: pos, ...explainSyntax(code, secret ?? message) }));
  const problems = [
    ...errors,
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
    throw new DossierError('PROFILE_SYNTAX', `${file} cannot be read as ${format}`, {
      problems: problems.map(({ range, ...what }) => problemAt(range, { severity: 'error', ...what })),
    });
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    throw new DossierError('PROFILE_EMPTY', 'the file is empty', {
      where: { file },
      hint: 'write at least a name: basics: { name: … }',
    });
  }
  const places = new Map<string, SourcePlace>();
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
  const rangeAt = (path: Path, part: 'key' | 'value'): TextRange | undefined => {
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
    isJson,
    blankKeys,
    anchorHolders: anchorHolders(document, new Set(targets.values())),
    warnings: first !== undefined && isJsonFile(file) ? [problemAt([first, first + 1], { ...NOT_JSON })] : [],
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
  message: 'JSON does not allow comments or trailing commas: they are ignored',
  hint: 'remove them: other programs reject such a file',
} as const;
