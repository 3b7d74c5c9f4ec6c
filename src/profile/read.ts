import type { z } from 'zod';
import { DossierError, type Problem } from '../errors.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { fold, sorted } from './fold.js';
import { foreignName } from './foreign-names.js';
import { printTags } from './json-tags.js';
import { readLeniently } from './lenient.js';
import { nearest } from './nearest.js';
import { checkReferences } from './references.js';
import { type Profile, profileSchema } from './schema.js';
import { knownKeys, quoteKeys } from './shape.js';
import { scalarText } from './values.js';

/** What a parse gives: the value, and what the author should know although it stops nothing. */
export interface Read<T> {
  value: T;
  warnings: Problem[];
}

/**
 * Bytes of a YAML or JSON file -> a profile. Every problem of the file is reported at once.
 *
 * @param file the name under which messages speak of the file
 * @param templates the names that meta.template and variants may use; any, where it is left out
 * @throws DossierError PROFILE_ENCODING, PROFILE_SYNTAX, PROFILE_LIMIT, PROFILE_EMPTY or PROFILE_INVALID
 */
export function readProfile(bytes: Uint8Array, file: string, templates?: readonly string[]): Read<Profile> {
  const document = readDocument(bytes, file);
  const parsed = parseWith(profileSchema, document, file, {
    problems: (read) => checkReferences(read, templates),
    mustKnow: (path, _key, close) => path.length === 0 && close === 'publish',
  });
  const tagged = /\.json$/i.test(file) ? printTags(parsed.value, document) : { profile: parsed.value, warnings: [] };
  const read = { value: tagged.profile, warnings: fold([...parsed.warnings, ...tagged.warnings]) };
  if (
    isBlank({
      ...read.value,
      $schema: undefined,
      meta: undefined,
      variants: undefined,
    })
  ) {
    const message = 'the profile says nothing: every field is empty';
    const hint = 'write at least a name: basics: { name: … }';
    // Keys that are not known may be why.
    const problems: Problem[] =
      read.warnings.length > 0 ? [{ severity: 'error', message, hint, where: { file } }, ...read.warnings] : [];
    throw new DossierError('PROFILE_EMPTY', message, { where: { file }, hint, problems });
  }
  return read;
}

/**
 * Parses a document with a strict schema. Unknown keys are warnings with the nearest known name, everything else that
 * does not fit is an error; all are reported together.
 *
 * @param options.redact say which key is wrong and where, and nothing of its value
 * @param options.problems finds further errors in the original document; reported together with the schema's
 * @param options.mustKnow `true` if an unknown key at a path is an error, given the nearest known key: a misspelt key
 *   that chooses or permits something would otherwise choose or permit too much
 */
export function parseWith<S extends z.ZodType>(
  schema: S,
  document: SourceDocument,
  file: string,
  options: {
    redact?: boolean;
    problems?: (document: SourceDocument) => Problem[];
    mustKnow?: (path: Path, key: string, close: string | undefined) => boolean;
  } = {},
): Read<z.output<S>> {
  const read = readLeniently(schema, document, options.redact === true);
  const warnings = [...document.warnings, ...read.warnings, ...blankKeys(schema, document, options.redact === true)];
  const found = options.problems?.({ ...document, value: read.value }) ?? [];
  let { value } = read;
  let result = schema.safeParse(value, { reportInput: true });
  // Unknown keys are taken out and the rest parsed again; a union shows those of its branches one level at a time.
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
        if (options.mustKnow?.(path, key, close)) {
          const hint = guess ?? `the keys are ${known.join(', ')}`;
          found.push(document.problem([...path, key], 'key', { severity: 'error', message: name, hint }));
          continue;
        }
        warnings.push(
          document.problem([...path, key], 'key', {
            severity: 'warning',
            message: `${name}: it is not used`,
            hint: guess ?? 'put content without a field of its own into sections',
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

/** Warns of unknown keys without a value, which a comma in braces can create. */
function blankKeys(schema: z.core.$ZodType, document: SourceDocument, redact: boolean): Problem[] {
  return document.blankKeys.flatMap((path) => {
    const key = String(path.at(-1));
    const known = knownKeys(schema, path.slice(0, -1));
    if (known.length === 0 || known.includes(key)) return [];
    const close = foreignName(key, known) ?? nearest(key, known);
    const hint = close
      ? `did you mean ${close}?`
      : 'where it belongs to the text before it, put all of that text in quotes: in braces a comma ends a value';
    const message = `${unknownKey(key, redact)}: it has no value and is not used`;
    return [document.problem(path, 'key', { severity: 'warning', message, hint })];
  });
}

function unknownKey(key: string, redact: boolean): string {
  return redact ? 'unknown key' : `unknown key "${key}"`;
}

type Issue = z.core.$ZodIssue;

/** The issues with paths from the root; of a union those of the branch that came closest. */
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

/** @param redacted the schema of a document of which only known keys may be quoted */
function toProblem(issue: Issue, document: SourceDocument, redacted: z.ZodType | undefined): Problem {
  const what = redacted
    ? { message: `${quoteKeys(redacted, issue.path)} has a value that is not accepted` }
    : explain(issue);
  return document.problem(issue.path, issue.code === 'invalid_key' ? 'key' : 'value', { severity: 'error', ...what });
}

function explain(issue: Issue): Pick<Problem, 'message' | 'hint'> {
  const name = issue.path.filter((step) => typeof step === 'string').at(-1);
  const subject = name === undefined ? 'the document' : `"${String(name)}"`;
  switch (issue.code) {
    case 'custom':
      return {
        message: issue.message,
        hint: typeof issue.params?.hint === 'string' ? issue.params.hint : undefined,
      };
    case 'invalid_type':
      return issue.input === undefined
        ? missing(subject, name)
        : {
            message: `${subject} must be ${EXPECTED[issue.expected] ?? issue.expected}`,
            hint: FORMS[issue.expected],
          };
    case 'invalid_union': {
      const values = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
      if (values.length > 0) return { message: `${subject} must be one of ${values.join(', ')}` };
      return issue.input === undefined
        ? missing(subject, name)
        : {
            message: `${subject} must be text`,
            hint: 'write it on one line, or in quotes',
          };
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const close = nearest(scalarText(issue.input), values);
      return {
        message: `${subject} must be one of ${values.join(', ')}`,
        hint: close ? `did you mean ${close}?` : undefined,
      };
    }
    case 'invalid_key':
      return {
        message: `${subject} cannot be used as a name`,
        hint: issue.issues[0]?.message,
      };
    case 'too_small':
    case 'too_big': {
      if (issue.origin !== 'number') return { message: `${subject}: ${issue.message}` };
      const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      return { message: `${subject} must be ${bound}` };
    }
    default:
      return { message: `${subject}: ${issue.message}` };
  }
}

function missing(subject: string, name: unknown): Pick<Problem, 'message' | 'hint'> {
  // A bullet with a colon in it is read as a key and its value.
  const quotes = name === 'text' ? '; where the line is a text with a colon in it, put it in quotes' : '';
  return { message: `${subject} is missing`, hint: `add ${String(name)}: …${quotes}` };
}

const EXPECTED: Record<string, string> = {
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
};
const FORMS: Record<string, string> = {
  array: 'begin each item on its own line with "- "',
  object: 'write the keys below it, indented, each as key: value',
  record: 'write the keys below it, indented, each as key: value',
};

function isBlank(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isBlank);
}

function invalid(file: string, problems: Problem[]): DossierError {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return new DossierError('PROFILE_INVALID', `${file} has ${errors} ${errors === 1 ? 'error' : 'errors'}`, {
    problems: sorted(problems),
  });
}
