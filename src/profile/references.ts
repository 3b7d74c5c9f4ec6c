import type { Problem } from '../errors.js';
import type { Path, SourceDocument } from './document.js';
import { checkLetters } from './letters.js';
import { nearest } from './names.js';
import { STANDARD_SECTIONS } from './schema.js';
import { at, items } from './values.js';
import { checkVariants } from './variants.js';

/**
 * What only the whole profile shows: names of sections that meta or a variant calls, and names given twice. Reads the
 * document as it stands, so that these are reported even where other fields are wrong.
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
      report(['sections', index, 'id'], `the section "${id}" exists already`, 'give this one another id');
    }
    known.add(id);
  });
  const check = (choices: unknown, path: Path) => {
    const named = new Set<string>();
    items(choices).forEach((choice, index) => {
      const id = typeof choice === 'string' ? choice : at(choice, 'id');
      if (typeof id !== 'string') return;
      const place = typeof choice === 'string' ? [...path, index] : [...path, index, 'id'];
      if (named.has(id)) report(place, `the section "${id}" is named already`, 'name each section once');
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
