import { closestMatch } from 'leven';

/** Longer words are no misspelt names; comparing them takes time in proportion to the product of the lengths. */
const LONGEST = 100;

/** The known word that a misspelt one most likely stands for; undefined where none is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  return closestMatch(word, [...known], {
    maxDistance: Math.max(2, Math.floor(word.length / 3)),
  });
}
