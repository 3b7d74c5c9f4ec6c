import { isTermList } from '../../ats/lines.js';
import { namesSchool } from '../../ats/roles.js';
import type { Fields } from '../draft.js';
import { setBody, splitTerms } from './bodies.js';
import type { NumberOrder } from './date-points.js';
import { readDegree } from './degrees.js';
import type { Entry } from './entries.js';
import { escapeProse } from './escape.js';
import type { Findings } from './evidence.js';
import { setLinks } from './jobs.js';
import type { Place } from './model.js';
import { type Block, placeOfPassage } from './paragraphs.js';
import { headOf, type Part, takePlace, trimMarks } from './parts.js';
import { splitPlace } from './places.js';
import { SPAN, setDates } from './spans.js';

const GRADE =
  /^(?:cumulative |overall |major )?(?:c?gpa|cum\. gpa|grade|note|abschlussnote|endnote|notendurchschnitt|moyenne|promedio|voto|nota|score|percentage|cijfer|средний балл)\b\s{0,2}[:–-]?\s{0,2}/i;
const COURSES =
  /^(?:[\p{L}-]{3,14} ){0,2}(?:coursework|courses|modules|kurse|schwerpunkte|cours|cursos|corsi)(?: includes?| included)?\s?:\s?/iu;
const MAJOR =
  /^(?:majors?|field of study|specialization|concentration|schwerpunkt|spécialité|especialidad)(?: in|:)\s?/i;

/** Reads the entries of a section about schools. */
export function schoolsOf(entries: readonly Entry[], order: NumberOrder, findings: Findings): Fields[] {
  const schools: Fields[] = [];
  for (const entry of entries) {
    const head = headOf(entry.head, order);
    const fields: Fields = {};
    const place = takePlace(head.parts);
    const labelled = head.parts.filter(({ text }) => GRADE.test(text) || COURSES.test(text) || MAJOR.test(text));
    const parts = head.parts.filter((part) => !labelled.includes(part)).flatMap(divide);
    const school =
      parts.find(({ text }) => namesSchool(text) && !readDegree(text)) ??
      parts.find(({ text }) => namesSchool(text)) ??
      parts.find(({ text }) => !readDegree(text));
    const degree = parts.find((part) => part !== school && readDegree(part.text)) ?? unnamedDegree(parts, school);
    const rest = parts.filter((part) => part !== school && part !== degree);
    if (!school && !degree && schools.length > 0) {
      addMore(schools.at(-1), [...rest, ...labelled], entry.body, findings);
      continue;
    }
    const at = school && !place && !/^University of/i.test(school.text) ? splitPlace(school.text) : undefined;
    const isSure = school !== undefined && namesSchool(school.text);
    const doubt =
      isSure || !school
        ? undefined
        : { why: 'no word shows that this is the school', alternatives: rest.map(({ text }) => text) };
    findings.set(fields, 'institution', at?.before ?? school?.text, school?.place, doubt);
    findings.set(fields, 'location', place?.text ?? at?.place, place?.place ?? school?.place);
    const more = rest.filter(
      (part) =>
        degree &&
        part.line !== degree.line &&
        part.index === 0 &&
        readDegree(part.text) &&
        !/^minor\b/i.test(part.text),
    );
    for (const part of more) rest.splice(rest.indexOf(part), 1);
    const shared = Object.keys(fields);
    setDegree(fields, degree, rest, findings);
    setLinks(fields, head, findings);
    const own = new Set(Object.keys(fields));
    setDates(fields, head, SPAN, findings);
    const dates = Object.keys(fields).filter((key) => !own.has(key));
    setGrade(fields, rest, school, findings);
    for (const part of [...rest, ...labelled]) addText(fields, part.text, part.place, false, findings);
    setSchoolBody(fields, entry.body, findings);
    schools.push(fields);
    for (const part of more) schools.push(withDegree(fields, [...shared, ...dates], part, findings));
  }
  return schools;
}

/** A subject or a degree without a usual name: the first text of a heading, or the one on another line than the school. */
function unnamedDegree(parts: readonly Part[], school: Part | undefined): Part | undefined {
  if (!school || !namesSchool(school.text)) return undefined;
  const others = parts.filter(
    ({ text }) =>
      text !== school.text &&
      text.length < 60 &&
      /^\p{L}[\p{L}\p{M}.&,’' -]*$/u.test(text) &&
      !namesSchool(text) &&
      !HONOURS.test(text),
  );
  return others.find((part) => part.line < school.line || (part.line > school.line && part.index === 0));
}

/** Takes a number or a distinction beside the school. */
function setGrade(fields: Fields, rest: Part[], school: Part | undefined, findings: Findings): void {
  const index = rest.findIndex(
    ({ text, line }) =>
      line === school?.line &&
      text.length < 50 &&
      (/^\d{1,3}(?:[.,]\d{1,3})?(?: \p{L}[\p{L}\p{M}]{2,20})?$/u.test(text) || HONOURS.test(text)),
  );
  const [grade] = index === -1 ? [] : rest.splice(index, 1);
  findings.set(fields, 'score', grade?.text, grade?.place);
}

const HONOURS = /\b(?:cum laude|honou?rs|distinction|class|first|upper|dean|hons?)\b|مرتبة الشرف|בהצטיינות/i;

/** An entry for another degree of the same school and time. */
function withDegree(first: Fields, shared: readonly string[], degree: Part, findings: Findings): Fields {
  const fields: Fields = {};
  for (const key of shared) findings.set(fields, key, first[key], degree.place);
  setDegree(fields, degree, [], findings);
  return fields;
}

function addMore(fields: Fields | undefined, parts: readonly Part[], body: readonly Block[], findings: Findings): void {
  if (!fields) return;
  for (const { text, place } of parts) addText(fields, text, place, false, findings);
  setSchoolBody(fields, body, findings);
}

function setDegree(fields: Fields, degree: Part | undefined, rest: Part[], findings: Findings): void {
  if (!degree) return;
  const isShort = /^\p{Lu}[\p{L}.]{1,6}$/u.test(degree.text) && /\p{Lu}.*\p{Lu}/u.test(degree.text);
  const read = readDegree(degree.text) ?? (isShort ? { studyType: degree.text, area: '' } : undefined);
  if (!read) {
    findings.set(fields, 'area', degree.text, degree.place);
    return;
  }
  findings.set(fields, 'studyType', read.studyType, degree.place);
  if (read.area !== '') {
    findings.set(fields, 'area', read.area, degree.place);
    return;
  }
  const index = rest.findIndex(
    ({ line, text }) =>
      (line === degree.line || MAJOR.test(text) || (line === degree.line + 1 && isSubject(text))) &&
      text.length < 80 &&
      !GRADE.test(text) &&
      /\p{L}{2}/u.test(text),
  );
  const area = rest[index];
  if (!area) return;
  rest.splice(index, 1);
  findings.set(fields, 'area', area.text.replace(MAJOR, ''), area.place);
}

/** `true` for a name that may be the subject below a degree. */
function isSubject(text: string): boolean {
  return text.length < 60 && /^\p{Lu}[\p{L}\p{M}&,’' -]*$/u.test(text) && !namesSchool(text) && !HONOURS.test(text);
}

function setSchoolBody(fields: Fields, body: readonly Block[], findings: Findings): void {
  for (const block of body) {
    const place = placeOfPassage(block);
    // A remark in a list stays as it is printed.
    if (block.kind === 'bullet' && !COURSES.test(block.text) && !/^[\p{L} ]{1,20}:? ?[\d.,/ ]+$/u.test(block.text))
      setBody(fields, [block], findings);
    else addText(fields, block.text, place, true, findings);
  }
}

/** Adds a line below a heading: a grade, courses, a subject, or a remark. */
function addText(fields: Fields, text: string, place: Place | undefined, isBody: boolean, findings: Findings): void {
  const grade = GRADE.exec(text);
  const isBullet = isBody && /^[^;·|]*$/.test(text) && text.length > 40;
  if (grade && fields.score === undefined && !isBullet && /^[\d(]|^\p{Lu}/u.test(text.slice(grade[0].length))) {
    const [score = '', ...others] = text.slice(grade[0].length).split(/ ?[;·|] ?|, (?=\p{Lu})/u);
    findings.set(fields, 'score', score.trim(), place);
    for (const other of others) addText(fields, other, place, isBody, findings);
    return;
  }
  if (/^\d{1,3}(?:[.,]\d{1,3})? ?(?:%|\/ ?\d{1,3}(?:\.\d{1,2})?)$/.test(text) && fields.score === undefined) {
    findings.set(fields, 'score', text, place);
    return;
  }
  const courses = COURSES.exec(text);
  if (courses) {
    for (const course of splitTerms(text.slice(courses[0].length).replace(/\.$/, '')))
      findings.push(fields, 'courses', course, place);
    return;
  }
  const major = MAJOR.exec(text);
  if (major && fields.area === undefined) {
    findings.set(fields, 'area', text.slice(major[0].length), place);
    return;
  }
  if (isTermList(text) && !/[.!?]$/.test(text)) {
    for (const term of splitTerms(text)) findings.push(fields, 'keywords', term, place);
    return;
  }
  if (trimMarks(text) !== '') findings.push(fields, 'highlights', escapeProse(text), place);
}

/** Divides a part that names both a degree and a school: `B.S. Physics, State University`. */
function divide(part: Part): Part[] {
  const degree = readDegree(part.text);
  const hasSchool = namesSchool(part.text);
  if (!hasSchool) return [part];
  const commas = [...part.text.matchAll(/, | at | from /g)];
  for (const { 0: mark, index } of commas) {
    const [before, after] = [part.text.slice(0, index), part.text.slice(index + mark.length)];
    const isDegreeFirst = degree && namesSchool(after) && !namesSchool(before);
    const isSchoolFirst = namesSchool(before) && readDegree(after);
    if (isDegreeFirst || isSchoolFirst)
      return [
        { ...part, text: before },
        { ...part, text: after, index: part.index + 0.5 },
      ];
  }
  return [part];
}
