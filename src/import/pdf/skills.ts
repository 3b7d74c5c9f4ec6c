import { WORDS } from '../../content/words.js';
import type { Fields } from '../draft.js';
import type { Findings } from './evidence.js';
import type { Line } from './model.js';
import { type TermGroup, termGroupsOf } from './terms.js';

/** The skills and the languages of a section. */
export interface SkillFields {
  skills: Fields[];
  languages: Fields[];
}

/** Reads a section of skills. Terms without a label are a skill each; human languages go to their own list. */
export function skillsOf(lines: readonly Line[], right: number, findings: Findings): SkillFields {
  const result: SkillFields = { skills: [], languages: [] };
  for (const group of termGroupsOf(lines, right)) {
    if (isLanguages(group)) {
      result.languages.push(...group.terms.map((term) => languageOf(term, findings)));
      continue;
    }
    if (group.label === '') {
      for (const { text, place } of group.terms) {
        const fields: Fields = {};
        findings.set(fields, 'name', text, place);
        result.skills.push(fields);
      }
      continue;
    }
    const fields: Fields = {};
    findings.set(fields, 'name', group.label, group.place);
    for (const { text, place } of group.terms) findings.push(fields, 'keywords', text, place);
    result.skills.push(fields);
  }
  return result;
}

/** Reads a section of languages, with a level beside each. */
export function languagesOf(lines: readonly Line[], right: number, findings: Findings): Fields[] {
  const groups = termGroupsOf(lines, right);
  return groups.flatMap((group) => {
    if (group.label === '') return group.terms.map((term) => languageOf(term, findings));
    if (isLanguage(group.label)) {
      const fields: Fields = {};
      findings.set(fields, 'language', group.label, group.place);
      findings.set(fields, 'fluency', group.terms.map(({ text }) => text).join(', '), group.place);
      return [fields];
    }
    // The label is a level, or a heading of its own.
    return group.terms.map((term) => {
      const fields = languageOf(term, findings);
      if (fields.fluency === undefined && !/^languages?$/i.test(group.label))
        findings.set(fields, 'fluency', group.label, group.place);
      return fields;
    });
  });
}

const LEVEL =
  /^(.{2,40}?)(?: ?\(([^()]{1,60})\)| ?[:–—-] (.{1,60})| ?： ?(.{1,60})| (native(?: speaker)?|fluent|[ABC][12]|muttersprache|courant))$/iu;

function languageOf({ text, place }: TermGroup['terms'][number], findings: Findings): Fields {
  const fields: Fields = {};
  const [, name = text, inBrackets, behind, wide, word] = LEVEL.exec(text) ?? [];
  findings.set(fields, 'language', name.trim(), place);
  findings.set(fields, 'fluency', inBrackets ?? behind ?? wide ?? word, place);
  return fields;
}

function isLanguages({ label, terms }: TermGroup): boolean {
  const named = terms.filter(({ text }) => isLanguage(LEVEL.exec(text)?.[1] ?? text));
  if (/programming|framework|software|computer/i.test(label) || terms.length === 0) return false;
  return named.length > terms.length / 2;
}

const CODES =
  'en de fr es pt it nl ru ar he hi ja zh ko pl cs sk hu ro bg uk el tr sv da nb no fi vi id th bn ta te mr gu kn ml pa ur fa sw ca eu gl hr sr sl lt lv et ga cy is la sq mk af ms tl am ne si my km lo mn ka hy az kk uz';

let named: Set<string> | undefined;

function isLanguage(text: string): boolean {
  named ??= new Set(
    [...Object.keys(WORDS)].flatMap((locale) => {
      const names = new Intl.DisplayNames([locale], { type: 'language' });
      return [...CODES.split(' ').map((code) => names.of(code)?.toLowerCase() ?? ''), 'mandarin', 'cantonese'];
    }),
  );
  return named.has(text.trim().toLowerCase());
}
