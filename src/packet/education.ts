import { fromEducation } from '../content/entries.js';
import type { DateStyle } from '../content/locale.js';
import { parseDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { monthOf } from './qualifications.js';

type Education = NonNullable<Profile['education']>[number];

/** Finds the degrees of one rank: abbreviations that are words of their own, and beginnings of words. */
function degree(whole: string, begun: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:(?:${whole})(?!\\p{L})|${begun})`, 'iu');
}

/** The names of degrees in the languages of Dossier, the highest first; a degree of no known name is below them. */
const DEGREES: readonly RegExp[] = [
  degree(
    String.raw`ph\.? ?d|d\.? ?phil|dr|promotion`,
    'do[ck]tor|dottor|doutor|доктор|кандидат|博士|박사|دكتوراه|דוקטור|पीएच',
  ),
  degree(
    String.raw`m\.? ?(?:sc|eng|tech|phil|ed|s|a)|m\.?b\.?a|ll\.? ?m|diplom|dipl|laurea magistrale`,
    'master|maestr|mestr|magist|магистр|специалист|硕士|碩士|修士|석사|ماجستير|תואר שני|מוסמך|स्नातकोत्तर',
  ),
  degree(
    String.raw`b\.? ?(?:sc|eng|tech|ed|e|s|a|com)|ll\.? ?b|grado|maîtrise`,
    'bachel|bachar|licen|laurea|бакалавр|学士|學士|本科|학사|بكالوريوس|תואר ראשון|स्नातक',
  ),
];

/** `true` if a text names a degree. */
export function namesDegree(text: string): boolean {
  return DEGREES.some((names) => names.test(text));
}

/** The highest degree of a person, of equal ones the last, as `MSc, Computer Science, ETH Zürich`. */
export function highestDegree(
  education: readonly Education[] | undefined,
  style: DateStyle,
  comma: string,
): string | undefined {
  const rank = ({ studyType = '' }: Education) => {
    const place = DEGREES.findIndex((names) => names.test(studyType));
    return place === -1 ? DEGREES.length : place;
  };
  const end = ({ startDate = '', endDate = '' }: Education) => {
    const date = parseDate(endDate) ?? parseDate(startDate);
    return date ? monthOf(date, true) : -1;
  };
  const [highest] = [...(education ?? [])].sort((a, b) => rank(a) - rank(b) || end(b) - end(a));
  if (!highest) return undefined;
  const { title, subtitle } = fromEducation(highest, style);
  return [...new Set([title, subtitle])].filter(Boolean).join(comma) || undefined;
}
