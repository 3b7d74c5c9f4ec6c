import type { Problem } from '../errors.js';

/** Merges problems with the same text into one, at the first place, with their number. */
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

/** Sorts problems by their place in the file. */
export function sorted(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0),
  );
}
