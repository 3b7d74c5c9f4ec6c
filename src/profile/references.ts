import type { Problem } from '../errors.js';
import type { Path, SourceDocument } from './document.js';
import { nearest } from './names.js';
import { STANDARD_SECTIONS } from './schema.js';
import { at, items } from './values.js';

/**
 * Checks references across the whole profile: section names used by meta or a variant, and duplicate names. Works on
 * the unparsed document, so that these problems are reported even if other fields are invalid.
 */
export function checkReferences(document: SourceDocument, templates: readonly string[] | undefined): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, message: string, hint: string) =>
    problems.push(document.problem(path, 'value', { severity: 'error', message, hint }));
  const known = new Set<string>(STANDARD_SECTIONS);
  items(at(document.value, 'sections')).forEach((section, index) => {
    const id = at(section, 'id');
    if (typeof id !== 'string') return;
    if (known.has(id)) {
      report(['sections', index, 'id'], `the section "${id}" already exists`, 'give this one another id');
    }
    known.add(id);
  });
  const check = (choices: unknown, path: Path) => {
    const named = new Set<string>();
    items(choices).forEach((choice, index) => {
      const id = typeof choice === 'string' ? choice : at(choice, 'id');
      if (typeof id !== 'string') return;
      const place = typeof choice === 'string' ? [...path, index] : [...path, index, 'id'];
      if (named.has(id)) report(place, `the section "${id}" is listed twice`, 'list each section once');
      named.add(id);
      if (known.has(id)) return;
      const close = nearest(id, known);
      const guess = close ? `did you mean ${close}? ` : '';
      report(place, `there is no section "${id}"`, `${guess}the sections are ${[...known].join(', ')}`);
    });
  };
  check(at(at(document.value, 'meta'), 'sections'), ['meta', 'sections']);
  const checkTemplate = (name: unknown, path: Path) => {
    if (typeof name !== 'string' || name === '' || !templates || templates.includes(name)) return;
    const close = nearest(name, templates);
    const guess = close ? `did you mean ${close}? ` : '';
    report(path, `there is no template "${name}"`, `${guess}the templates are ${templates.join(', ')}`);
  };
  checkTemplate(at(at(document.value, 'meta'), 'template'), ['meta', 'template']);
  const variants = at(document.value, 'variants');
  for (const name of Object.keys(variants ?? {})) {
    check(at(at(variants, name), 'sections'), ['variants', name, 'sections']);
    checkTemplate(at(at(variants, name), 'template'), ['variants', name, 'template']);
  }
  const letters = at(document.value, 'letters');
  for (const name of Object.keys(letters ?? {}))
    checkTemplate(at(at(letters, name), 'template'), ['letters', name, 'template']);
  return [...problems, ...checkVariants(document), ...checkLetters(document)];
}

/** Names that a variant cannot have, because they have a meaning in file names and on the command line. */
const RESERVED: Readonly<Record<string, string>> = {
  letter: 'the files of cover letters use this name',
  all: '--variant all means every variant',
};

/** Checks the names in variants: tags, which some entry must have, and the variants they extend. */
function checkVariants(document: SourceDocument): Problem[] {
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
      report(['variants', name], 'key', `a variant cannot be named "${name}"`, `${reason}; choose another name`);
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
      report(place, 'value', `the variant ${name} extends itself`, 'name another variant, or remove extends');
    } else if (lineOf(variants, base).includes(name)) {
      const circle = lineOf(variants, name).join(', ');
      report(place, 'value', `the variants ${circle} extend each other in a circle`, 'remove extends from one of them');
    }
  }
  return problems;
}

/** Returns a variant and the variants that it extends, each once. */
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

/** Returns every tag of every entry and bullet. */
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

/** Checks the names of letters and of the variants that they refer to. */
function checkLetters(document: SourceDocument): Problem[] {
  const letters = at(document.value, 'letters');
  if (typeof letters !== 'object' || letters === null) return [];
  const variants = Object.keys((at(document.value, 'variants') as object | null | undefined) ?? {});
  const problems: Problem[] = [];
  for (const name of Object.keys(letters)) {
    if (name === 'all') {
      const hint = '--letter all means every letter; choose another name';
      const what = { severity: 'error' as const, message: 'a letter cannot be named "all"', hint };
      problems.push(document.problem(['letters', name], 'key', what));
    }
    const variant = at(at(letters, name), 'variant');
    if (typeof variant !== 'string' || variants.includes(variant)) continue;
    const close = nearest(variant, variants);
    const known = variants.length > 0 ? `the variants are ${variants.join(', ')}` : 'the profile has no variants';
    const hint = close ? `did you mean ${close}?` : known;
    const what = { severity: 'error' as const, message: `there is no variant "${variant}"`, hint };
    problems.push(document.problem(['letters', name, 'variant'], 'value', what));
  }
  return problems;
}
