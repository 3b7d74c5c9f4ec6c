import { canonicalSkill, spellingsOf } from '../../packet/skill-names.js';
import { words } from '../words.js';
import type { Entry } from './match.js';

/** The shortest word for which a typo is considered; shorter words are too close to other words. */
const SHORTEST = 4;

/** The words of a query, each with the other spellings of the skill that it names: `k8s` also matches Kubernetes. */
export function wordsAsked(query: string): string[][] {
  return words(query).map((word) => {
    const skill = canonicalSkill(word);
    const others = [skill, ...spellingsOf(skill)].map((spelling) => words(spelling).join(' '));
    return skill === word ? [word] : [...new Set([word, ...others])];
  });
}

/**
 * Adds words that are one typo away to the spellings of a word that matches no candidate: one letter more, one less,
 * another letter, or two letters swapped.
 */
export function withTypo(
  spellings: string[],
  all: readonly Pick<Entry, 'name' | 'head' | 'card'>[],
  texts: ReadonlyMap<string, string>,
): string[] {
  const [word = ''] = spellings;
  if (spellings.length > 1 || word.length < SHORTEST) return spellings;
  const places = all.map(({ name, head, card }) => `${name}${head}${texts.get(card.slug) ?? ''}`);
  if (places.some((place) => place.includes(` ${word}`))) return spellings;
  const near = new Set<string>();
  for (const place of places)
    for (const other of place.split(' ')) if (!near.has(other) && isOneTypoAway(word, other)) near.add(other);
  return [word, ...near];
}

/**
 * `true` if one edit turns one word into the other (Damerau-Levenshtein). The first letter must match, as it is rarely
 * mistyped.
 */
function isOneTypoAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a[0] !== b[0] || b.length < SHORTEST) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.length === restB.length)
    return (
      restA.slice(1) === restB.slice(1) ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
    );
  const [shorter, longer] = restA.length < restB.length ? [restA, restB] : [restB, restA];
  return longer.slice(1) === shorter;
}
