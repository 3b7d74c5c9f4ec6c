import type { z } from 'zod';
import type { Problem } from '../errors.js';
import { nearest } from './names.js';
import { scalarText } from './values.js';

/**
 * Returns the message and the fix that are shown to the author for a schema issue.
 *
 * @param isJson `true` to show the fix in JSON, `false` in YAML
 */
export function explainIssue(issue: z.core.$ZodIssue, isJson: boolean): Pick<Problem, 'message' | 'hint'> {
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
        ? missing(subject, name, isJson)
        : {
            message: `${subject} must be ${EXPECTED[issue.expected] ?? issue.expected}`,
            hint: (isJson ? JSON_FORMS : YAML_FORMS)[issue.expected],
          };
    case 'invalid_union': {
      const values = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
      if (values.length > 0)
        return { message: `${subject} must be one of ${[...new Set(values.map(String))].join(', ')}` };
      return issue.input === undefined
        ? missing(subject, name, isJson)
        : {
            message: `${subject} must be text`,
            hint: isJson ? 'write it in double quotes' : 'write it on one line, or in quotes',
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

function missing(subject: string, name: unknown, isJson: boolean): Pick<Problem, 'message' | 'hint'> {
  if (isJson) return { message: `${subject} is missing`, hint: `add "${String(name)}": …` };
  // YAML reads a bullet that contains a colon as a key and its value.
  const quotes = name === 'text' ? '; if the line is text that contains a colon, put it in quotes' : '';
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
const YAML_FORMS: Record<string, string> = {
  array: 'begin each item on its own line with "- "',
  object: 'write the keys below it, indented, each as key: value',
  record: 'write the keys below it, indented, each as key: value',
};
const JSON_FORMS: Record<string, string> = {
  array: 'put it in brackets: [ … ]',
  object: 'write { "key": value }',
  record: 'write { "key": value }',
};

/** Merges problems with the same text into one at the first place, with their count. */
export function fold(problems: readonly Problem[]): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of sorted(problems)) {
    const key = JSON.stringify([problem.severity, problem.message, problem.hint]);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ? [first] : [];
    return [{ ...first, message: `${first.message} (${others.length + 1} times)` }];
  });
}

/** Sorts problems by their position in the file. */
export function sorted(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0),
  );
}
