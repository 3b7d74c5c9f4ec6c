import type { z } from 'zod';
import { count, DossierError, type Problem } from '../errors.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { explainIssue, fold, sorted } from './explain-issue.js';
import { knownKeys, mustHaveValue, mustKnow, quoteKeys } from './field-walk.js';
import { FOREIGN_FORMATS, foreignName, printTags } from './foreign-formats.js';
import { moveLanguage, withLanguage } from './language.js';
import { readLeniently } from './lenient.js';
import { isJsonFile, nearest } from './names.js';
import { checkReferences } from './references.js';
import { type Profile, profileSchema } from './schema.js';
import { at } from './values.js';

/** The result of parsing: the value, and warnings for the author. */
export interface Read<T> {
  value: T;
  warnings: Problem[];
}

/**
 * Reads a profile from the bytes of a YAML or JSON file. All problems of the file are reported together.
 *
 * @param file the name of the file in messages
 * @param templates the template names that the profile may use; any name if omitted
 * @throws DossierError PROFILE_ENCODING, PROFILE_SYNTAX, PROFILE_LIMIT, PROFILE_EMPTY or PROFILE_INVALID
 */
export function readProfile(bytes: Uint8Array, file: string, templates?: readonly string[]): Read<Profile> {
  const document = readDocument(bytes, file);
  // Only a Reactive Resume document has a group "basics", as a profile does.
  const isProfile = at(document.value, 'basics') !== undefined;
  const foreign = FOREIGN_FORMATS.find(
    ({ name, is }) => (!isProfile || name === 'reactive-resume') && is(document.value),
  );
  if (foreign)
    throw new DossierError('PROFILE_INVALID', `${file} is a ${foreign.title} file, not a profile`, {
      where: { file },
      hint: `convert it to a profile: dossier import ${file}`,
    });
  const moved = moveLanguage(document);
  const parsed = parseWith(profileSchema, moved.document, file, {
    problems: (read) => checkReferences(read, templates),
  });
  const tagged = isJsonFile(file) ? printTags(parsed.value, document) : { profile: parsed.value, warnings: [] };
  const known = withLanguage(tagged.profile, document);
  const warnings = [...moved.warnings, ...parsed.warnings, ...tagged.warnings, ...known.warnings];
  const read = { value: known.profile, warnings: fold(warnings) };
  if (
    isBlank({
      ...read.value,
      $schema: undefined,
      meta: undefined,
      variants: undefined,
    })
  ) {
    const message = 'every field of the profile is empty';
    const hint = `write at least a name: ${document.isJson ? '"basics": { "name": "…" }' : 'basics: { name: … }'}`;
    // Unknown keys may be the reason.
    const problems: Problem[] =
      read.warnings.length > 0 ? [{ severity: 'error', message, hint, where: { file } }, ...read.warnings] : [];
    throw new DossierError('PROFILE_EMPTY', message, { where: { file }, hint, problems });
  }
  return read;
}

/**
 * Parses a document with a strict schema. Unknown keys are warnings with the nearest known name; any other mismatch is
 * an error. All problems are reported together.
 *
 * @param options.redact `true` to report only the key and place of a problem, never its value
 * @param options.problems finds further errors, which are reported together with those of the schema
 */
export function parseWith<S extends z.ZodType>(
  schema: S,
  document: SourceDocument,
  file: string,
  options: {
    redact?: boolean;
    problems?: (document: SourceDocument) => Problem[];
  } = {},
): Read<z.output<S>> {
  const read = readLeniently(schema, document, options.redact === true);
  const blank = blankKeys(schema, document, options.redact === true);
  const isError = ({ severity }: Problem) => severity === 'error';
  const warnings = [...document.warnings, ...read.warnings, ...blank.filter((problem) => !isError(problem))];
  const found = [...blank.filter(isError), ...(options.problems?.({ ...document, value: read.value }) ?? [])];
  let { value } = read;
  let result = schema.safeParse(value, { reportInput: true });
  // Removes unknown keys and parses again. Several rounds are needed, since a union reports only one level at a time.
  for (let round = 0; !result.success && round < 8; round++) {
    const issues = flatten(result.error.issues);
    const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
    if (unknown.length === 0) break;
    value = structuredClone(value);
    for (const { path, keys } of unknown) {
      for (const key of keys) {
        if (!removeKey(value, path, key)) continue;
        const known = knownKeys(schema, path);
        const close = foreignName(key, known) ?? nearest(key, known);
        const isHolder = close === undefined || /^(x-|[._])/i.test(key);
        if (isHolder && path.length === 0 && document.anchorHolders.has(key)) continue;
        const guess = close ? `did you mean ${close}?` : undefined;
        const name = unknownKey(key, options.redact === true);
        if (mustKnow(schema, path, close) && !/^x-/i.test(key)) {
          const hint = guess ?? `the keys are ${known.join(', ')}`;
          found.push(document.problem([...path, key], 'key', { severity: 'error', message: name, hint }));
          continue;
        }
        warnings.push(
          document.problem([...path, key], 'key', {
            severity: 'warning',
            message: `${name}: it is not used`,
            hint: guess ?? 'put content that has no field of its own in sections',
          }),
        );
      }
    }
    result = schema.safeParse(value, { reportInput: true });
  }
  if (result.success && found.length === 0) return { value: result.data, warnings: fold(warnings) };
  const issues = result.success ? [] : flatten(result.error.issues);
  const errors = issues.map((issue) => toProblem(issue, document, options.redact ? schema : undefined));
  throw invalid(file, [...errors, ...found, ...fold(warnings)]);
}

/**
 * Reports keys without a value if they must have one, or if they are unknown: in `{ city: Cork, Ireland }`, the comma
 * makes a key of `Ireland`.
 */
function blankKeys(schema: z.core.$ZodType, document: SourceDocument, redact: boolean): Problem[] {
  return document.blankKeys.flatMap((path) => {
    const key = String(path.at(-1));
    const known = knownKeys(schema, path.slice(0, -1));
    if (mustHaveValue(schema, path)) {
      const name = redact ? quoteKeys(schema, path) : `"${key}"`;
      // Colours are often written without quotes.
      const range = document.rangeOf(path, 'key');
      const isComment = range !== undefined && /^["']?\s*:[ \t]+#\S/.test(document.text.slice(range[1], range[1] + 20));
      const hint = isComment ? 'put it in quotes: in YAML, # begins a comment' : 'give it a value, or remove the key';
      const what = { message: `${name} has no value`, hint };
      return [document.problem(path, 'key', { severity: 'error', ...what })];
    }
    if (known.length === 0 || known.includes(key)) return [];
    const close = foreignName(key, known) ?? nearest(key, known);
    const isError = mustKnow(schema, path.slice(0, -1), close);
    const hint = close
      ? `did you mean ${close}?`
      : 'if it belongs to the text before it, put the whole text in quotes, because a comma in braces ends a value';
    const message = `${unknownKey(key, redact)}: it has no value and is not used`;
    return [document.problem(path, 'key', { severity: isError ? 'error' : 'warning', message, hint })];
  });
}

function unknownKey(key: string, redact: boolean): string {
  return redact ? 'unknown key' : `unknown key "${key}"`;
}

type Issue = z.core.$ZodIssue;

/** Returns the issues with paths from the root; a union is replaced by the issues of its closest branch. */
function flatten(issues: readonly Issue[], base: Path = []): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const deep = issue.errors.filter((branch) =>
        branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      );
      const [branch] = deep;
      if (branch) return flatten(branch, path);
    }
    return [{ ...issue, path }];
  });
}

function removeKey(root: unknown, path: Path, key: string): boolean {
  let node = root;
  for (const step of path) node = (node as Record<PropertyKey, unknown> | undefined)?.[step];
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return false;
  delete (node as Record<string, unknown>)[key];
  return true;
}

/** @param redacted the schema of a document from which messages may quote known keys only, no values */
function toProblem(issue: Issue, document: SourceDocument, redacted: z.ZodType | undefined): Problem {
  const what = redacted
    ? { message: `${quoteKeys(redacted, issue.path)} has an invalid value` }
    : explainIssue(issue, document.isJson);
  return document.problem(issue.path, issue.code === 'invalid_key' ? 'key' : 'value', { severity: 'error', ...what });
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isBlank);
}

function invalid(file: string, problems: Problem[]): DossierError {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return new DossierError('PROFILE_INVALID', `${file} has ${count(errors, 'error')}`, {
    problems: sorted(problems),
  });
}
