import type { Path } from '../../profile/document.js';
import { type FieldText, searchedTexts } from '../../profile/field-walk.js';
import { type Profile, profileSchema } from '../../profile/schema.js';
import { canonicalSkill, KNOWN_SKILLS } from '../skill-names.js';
import { skillWords, TECHNOLOGIES } from './known-words.js';
import { namesIn, type ProperName, scriptsOf } from './proper-names.js';
import type { BlindOptions, Redactor } from './redactor.js';
import { wordsOf } from './words.js';

/** A text that may still identify the person. */
export interface ReviewFinding {
  text: string;
  reason: string;
  /** The paths with an excerpt: `work[0].name: Rust Foundation`. */
  places: string[];
}

/** The reasons for a finding, the strongest first; findings are sorted in this order. */
const REASONS = {
  ambiguous: 'part of the name, kept because it is also a common word or a skill',
  employer: 'an employer',
  school: 'a school',
  project: 'a project of the person',
  handle: 'looks like a handle',
  reference: 'a person who gives a reference',
  work: 'an award, a publication or a certificate',
  name: 'a proper name',
  script: 'a word of another script',
} as const;

type Reason = keyof typeof REASONS;

const MOST_PLACES = 5;

/**
 * The texts that may still identify the person of a blinded profile, the likeliest first: ambiguous words of the name,
 * employers, schools and projects, then other names. Technologies, skills of the profile and common words are excluded.
 *
 * @param original the profile before it was blinded
 */
export function reviewProfile(
  original: Profile,
  blinded: Profile,
  { alias, allow = [] }: BlindOptions,
  redactor: Redactor,
): ReviewFinding[] {
  const ignored = new Set([...allow, alias, '…'].map(keyOf));
  const known = knownWords(original);
  const found = new Map<string, ReviewFinding & { rank: number }>();
  const add = (text: string, reason: Reason, place: string) => {
    const key = keyOf(text);
    if (key === '' || ignored.has(key) || /^(?:Employer|School) \d+$/.test(text)) return;
    const rank = Object.keys(REASONS).indexOf(reason);
    const entry = found.get(key);
    if (!entry) found.set(key, { text, reason: REASONS[reason], places: [place], rank });
    else {
      if (entry.places.length < MOST_PLACES && !entry.places.includes(place)) entry.places.push(place);
      if (rank < entry.rank) Object.assign(entry, { rank, reason: REASONS[reason] });
    }
  };
  const language = original.meta?.locale?.slice(0, 2) ?? '';
  const fields = searchedTexts(profileSchema, blinded);
  const scripts = scriptsOf(fields.map(({ value }) => value.replaceAll(alias, '')).join('\n'));
  for (const field of fields) {
    // A skill in a list of skills stays.
    if (field.metadata.skill && redactor.matches(field.value))
      add(field.value, 'ambiguous', placeOf(field, field.value));
    for (const word of redactor.ambiguous(field.value)) add(word, 'ambiguous', placeOf(field, word));
    const { names: reason, describing } = field.metadata;
    const whole = field.value.replaceAll('…', '').replaceAll(alias, '').trim();
    if (reason && whole) add(field.value, reason, placeOf(field, field.value));
    if (reason || describing) continue;
    for (const { text, kind } of namesIn(field.value.replaceAll(alias, '…'), language, scripts)) {
      if (!isKnown(text, kind, known)) add(text, kind, placeOf(field, text));
    }
  }
  return [...found.values()].sort((a, b) => a.rank - b.rank).map(({ rank: _rank, ...finding }) => finding);
}

/** A one-line summary for a report: the number of findings, and the first of them. */
export function summarize(review: readonly ReviewFinding[]): string {
  const texts = review.map(({ text, reason }) => `${text} (${reason})`);
  return `${countOf(review)} may still identify the person: ${listFirst(texts)}`;
}

/** The same without any text of the profile: the number of findings, and the first fields that contain them. */
export function summarizePlaces(review: readonly ReviewFinding[]): string {
  const fields = new Set(review.flatMap(({ places }) => places.map((place) => place.slice(0, place.indexOf(': ')))));
  return `${countOf(review)} may still identify the person, in ${listFirst([...fields])}`;
}

function countOf(review: readonly ReviewFinding[]): string {
  return review.length === 1 ? '1 name or word' : `${review.length} names and words`;
}

/** The number of findings or fields that a summary lists. */
const MOST_LISTED = 5;

function listFirst(items: readonly string[]): string {
  const rest = items.length - MOST_LISTED;
  return `${items.slice(0, MOST_LISTED).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

/** Technologies, and the skills and places that the profile lists. */
function knownWords(profile: Profile): ReadonlySet<string> {
  const { location, label } = profile.basics ?? {};
  const places = [location?.city, location?.region, ...(profile.work ?? []).map((job) => job.location)];
  const keywords = [profile.skills, profile.work, profile.projects].flatMap((entries) =>
    (entries ?? []).flatMap((entry) => entry.keywords ?? []),
  );
  const languages = (profile.languages ?? []).map(({ language }) => language);
  const names = (profile.skills ?? []).map(({ name }) => name);
  return new Set([
    ...skillWords(profile),
    ...[...places, ...keywords, ...languages, ...names, label].flatMap((text) =>
      text ? [keyOf(text), ...keysOf(text)] : [],
    ),
    ...[...KNOWN_SKILLS].map(keyOf),
  ]);
}

/** `true` for a technology or a skill; a name of several words is known if all of them are. */
function isKnown(text: string, kind: ProperName['kind'], known: ReadonlySet<string>): boolean {
  if (kind === 'script') return false;
  const keys = keysOf(text);
  const isListed = (key: string) => known.has(key) || TECHNOLOGIES.has(key);
  return isListed(keyOf(text)) || isListed(keyOf(canonicalSkill(text))) || keys.every(isListed);
}

function keyOf(text: string): string {
  return keysOf(text).join('') || text.trim();
}

/** The folded words of a text, with compounds such as JavaScript as one word. */
function keysOf(text: string): string[] {
  const keys: string[] = [];
  for (const {
    keys: [key = ''],
    glue,
  } of wordsOf(text)) {
    if (glue === '' && keys.length > 0) keys.push(`${keys.pop()}${key}`);
    else keys.push(key);
  }
  return keys;
}

function placeOf({ path, value }: FieldText, text: string): string {
  const at = Math.max(0, value.indexOf(text));
  const from = Math.max(0, at - 30);
  const to = Math.min(value.length, at + text.length + 30);
  const excerpt = value.slice(from, to).replace(/\s+/g, ' ').trim();
  return `${showPath(path)}: ${from > 0 ? '…' : ''}${excerpt}${to < value.length ? '…' : ''}`;
}

/** Shortens a path: `work[0].highlights[1].text` becomes `work[0].highlights[1]`. */
function showPath(path: Path): string {
  const shown = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return shown.replace(/^\./, '').replace(/(highlights|items)(\[\d+\])\.text$/, '$1$2');
}
