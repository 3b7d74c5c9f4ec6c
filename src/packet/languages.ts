import { languageName, languageOf } from '../content/locale.js';
import type { Profile } from '../profile/schema.js';

/** The levels of the Common European Framework in ascending order, followed by native. */
const LEVELS = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'native'] as const;

/** The words for levels, as used by LinkedIn, Europass and ordinary résumés; the first match counts. */
const WORDS: readonly (readonly [RegExp, (typeof LEVELS)[number]])[] = [
  [/native|mother tongue|bilingual|muttersprach|maternelle|nativ[ao]|madrelingua|materna/, 'native'],
  [/full professional|fluent|proficient|advanced|verhandlungssicher|fließend|courant|fluido|fluente/, 'c1'],
  [/professional|upper.?intermediate|working/, 'b2'],
  [/limited working|intermediate|conversational|gut|good|bon|intermedio/, 'b1'],
  [/elementary|pre-intermediate/, 'a2'],
  [/basic|beginner|grund|notions|básico|notion/, 'a1'],
];

/** A language that a query asks for, with the lowest acceptable level. */
export interface AskedLanguage {
  language: string;
  level?: string | undefined;
}

/** Parses `German B2` into the language and the level. */
export function parseLanguage(text: string): AskedLanguage {
  const stated = text.trim();
  const level = /[\s,:(]([abc][12]|native)\)?$/i.exec(stated);
  let end = level?.index ?? stated.length;
  while (level && /[\s,:(]/.test(stated[end - 1] ?? '')) end--;
  const language = stated.slice(0, end);
  return { language: language.trim(), ...(level?.[1] ? { level: level[1].toLowerCase() } : {}) };
}

/** `true` for a level that a query can ask for: A1 to C2, or native. */
export function isLevel(text: string): boolean {
  return (LEVELS as readonly string[]).includes(text.toLowerCase());
}

/** `true` if a profile states a language, by its name or its code, at a level or above. */
export function speaks(profile: Profile, asked: AskedLanguage): boolean {
  return spokenAt(profile, asked).length > 0;
}

/** The indexes of a profile's languages that match at a level or above. */
export function spokenAt(profile: Profile, asked: AskedLanguage): number[] {
  const locale = profile.meta?.locale || 'en';
  const wanted = namesOf(asked.language, locale);
  return (profile.languages ?? []).flatMap(({ language = '', fluency = '' }, index) => {
    if (![...namesOf(language, locale)].some((name) => wanted.has(name))) return [];
    return asked.level === undefined || rankOf(fluency) >= rankOf(asked.level) ? [index] : [];
  });
}

/** A language named in a text, as written. */
interface NamedLanguage extends AskedLanguage {
  text: string;
  range: readonly [number, number];
}

/** The natural languages that an English text names, each once, with the level required. */
export function languagesIn(text: string): NamedLanguage[] {
  const found = new Map<string, NamedLanguage>();
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}\p{Ll}{3,20}(?![\p{L}\p{N}])/gu)) {
    const language = codesIn('en').get(fold(match[0]));
    if (!language || found.has(language)) continue;
    const end = match.index + match[0].length;
    const level = /^[\s(,:-]{0,3}\b([ABC][12])\b/.exec(text.slice(end, end + 12))?.[1];
    const range = [match.index, end] as const;
    found.set(language, { language, text: match[0], range, ...(level ? { level: level.toLowerCase() } : {}) });
  }
  return [...found.values()];
}

/** The rank of a level; -1 if no comparable level is stated. */
function rankOf(fluency: string): number {
  const text = fluency.toLowerCase();
  const [stated] = /\b([abc][12])\b/.exec(text) ?? [];
  const level = stated ?? (isLevel(text) ? text : WORDS.find(([words]) => words.test(text))?.[1]);
  return LEVELS.indexOf(level as (typeof LEVELS)[number]);
}

/** The names of a language: as written, its code, and its names in English and in a locale. */
function namesOf(text: string, locale: string): Set<string> {
  const written = fold(text);
  const code = codeOf(text.trim(), locale);
  if (code === undefined) return new Set([written]);
  return new Set([written, code, fold(languageName(code, 'en')), fold(languageName(code, locale))]);
}

/** The codes of languages by their names in a locale; computed on first use. */
const NAMED = new Map<string, Map<string, string>>();

/** Common languages of résumés; others match by code, or if both sides write them in the same way. */
const CODES =
  'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh zu'.split(
    ' ',
  );

function codeOf(text: string, locale: string): string | undefined {
  if (/^[a-z]{2,3}(-[A-Za-z]{2,4})*$/i.test(text) && languageName(text.toLowerCase(), 'en') !== text.toLowerCase())
    return languageOf(text);
  return codesIn('en').get(fold(text)) ?? codesIn(locale).get(fold(text));
}

function codesIn(locale: string): Map<string, string> {
  const known = NAMED.get(locale) ?? new Map(CODES.map((code) => [fold(languageName(code, locale)), code]));
  NAMED.set(locale, known);
  return known;
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
