import { closestMatch } from 'leven';

/** Longer words are not misspelt names, and comparing takes time proportional to the product of the lengths. */
const LONGEST = 100;

/** The known word that a misspelt one most likely stands for; undefined where none is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  return closestMatch(word, [...known], {
    maxDistance: Math.max(2, Math.floor(word.length / 3)),
  });
}
