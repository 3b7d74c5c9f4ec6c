import type { Problem } from '../errors.js';
import type { Path, SourceDocument } from './document.js';
import { nearest } from './names.js';
import { at, items } from './values.js';

/** Words that a variant cannot be called: they mean something in file names and on the command line. */
const RESERVED: Readonly<Record<string, string>> = {
  letter: 'files of cover letters are called so',
  all: '--variant all means every variant',
};

/** What variants call by name: tags that some entry has, and variants to extend. */
export function checkVariants(document: SourceDocument): Problem[] {
  const variants = at(document.value, 'variants');
  if (typeof variants !== 'object' || variants === null) return [];
  const problems: Problem[] = [];
  const report = (path: Path, part: 'key' | 'value', message: string, hint: string) =>
    problems.push(document.problem(path, part, { severity: 'error', message, hint }));
  const names = Object.keys(variants);
  const tags = tagsOf(document.value);
  for (const name of names) {
    const reason = Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined;
    if (reason)
      report(['variants', name], 'key', `a variant cannot be called "${name}"`, `${reason}; choose another name`);
    const variant = at(variants, name);
    for (const list of ['include', 'exclude']) {
      items(at(variant, list)).forEach((tag, index) => {
        if (typeof tag !== 'string' || tags.has(tag)) return;
        const close = nearest(tag, tags);
        const known = tags.size > 0 ? `the tags are ${[...tags].sort().join(', ')}` : 'no entry has any tag';
        const guess = close ? `did you mean ${close}? ` : '';
        report(['variants', name, list, index], 'value', `no entry has the tag "${tag}"`, guess + known);
      });
    }
    const base = at(variant, 'extends');
    if (typeof base !== 'string') continue;
    const place = ['variants', name, 'extends'];
    if (!names.includes(base)) {
      const close = nearest(base, names);
      const guess = close ? `did you mean ${close}? ` : '';
      report(place, 'value', `there is no variant "${base}"`, `${guess}the variants are ${names.join(', ')}`);
    } else if (base === name) {
      report(place, 'value', `the variant ${name} extends itself`, 'name another one, or leave extends out');
    } else if (lineOf(variants, base).includes(name)) {
      const circle = lineOf(variants, name).join(', ');
      report(place, 'value', `the variants ${circle} extend each other in a circle`, 'let one of them stand alone');
    }
  }
  return problems;
}

/** A variant and those that it extends, each once. */
function lineOf(variants: object, name: string): string[] {
  const line: string[] = [];
  for (
    let next: unknown = name;
    typeof next === 'string' && !line.includes(next);
    next = at(at(variants, next), 'extends')
  )
    line.push(next);
  return line;
}

/** Every tag of every entry and bullet. */
function tagsOf(value: unknown): Set<string> {
  const tags = new Set<string>();
  const visit = (node: unknown, isProfile: boolean): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const tag of items(at(node, 'tags'))) if (typeof tag === 'string') tags.add(tag);
    for (const [key, inner] of Object.entries(node)) if (!(isProfile && key === 'variants')) visit(inner, false);
  };
  visit(value, true);
  return tags;
}
