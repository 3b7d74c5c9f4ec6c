import type { Fields } from '../draft.js';
import { setBody } from './bodies.js';
import type { NumberOrder } from './date-points.js';
import type { Entry } from './entries.js';
import type { Findings } from './evidence.js';
import { setLinks } from './jobs.js';
import { headOf, type Part } from './parts.js';
import { SPAN, setDates } from './spans.js';

/** Reads the entries of a section of projects. */
export function projectsOf(entries: readonly Entry[], order: NumberOrder, findings: Findings): Fields[] {
  return entries.map((entry) => {
    const head = headOf(entry.head, order);
    const fields: Fields = {};
    const [name, ...rest] = head.parts;
    const isOneName =
      rest[0]?.mark === '-' &&
      rest[0].cell === name?.cell &&
      rest[0].line === name?.line &&
      rest[0].bold === name?.bold;
    const text = isOneName ? `${name?.text} - ${rest[0]?.text}` : name?.text;
    findings.set(fields, 'name', text, name?.place);
    setLinks(fields, head, findings);
    setDates(fields, head, SPAN, findings);
    for (const part of isOneName ? rest.slice(1) : rest) setRest(fields, part, findings);
    setBody(fields, entry.body, findings, false, 'description');
    return fields;
  });
}

function setRest(fields: Fields, part: Part, findings: Findings): void {
  const isTerms = part.text.split(/, /).length > 2 && part.text.length < 200;
  if (isTerms) for (const term of part.text.split(/, /)) findings.push(fields, 'keywords', term, part.place);
  else findings.append(fields, 'description', part.text, part.place);
}
