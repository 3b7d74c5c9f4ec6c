import { closestMatch } from 'leven';

/** The known word that a misspelt one most likely stands for; undefined where none is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  return closestMatch(word, [...known], {
    maxDistance: Math.max(2, Math.floor(word.length / 3)),
  });
}
