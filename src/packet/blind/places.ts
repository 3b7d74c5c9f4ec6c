import type { Profile } from '../../profile/schema.js';
import { COMMON_WORDS } from './common-words.js';
import { fold } from './fold.js';

/** The texts that give a person's address: all of it, the street without its number, and the postal code. */
export function addressTexts({ basics }: Profile): string[] {
  const { address, postalCode, city, region } = basics?.location ?? {};
  const places = new Set([city, region].map((text) => fold(text ?? '').trim()));
  const streets = (address ?? '').split(/[,;\n]/).flatMap((line) => {
    const street = streetOf(line);
    return street === undefined || places.has(fold(street)) ? [] : [street];
  });
  const code = postalCode?.trim() ?? '';
  const length = code.replace(/[^\p{L}\p{N}]/gu, '').length;
  // Four digits may be a year or an amount, unless the city follows them.
  const codes = [...(length > 4 ? [code] : []), ...(length > 2 && city ? [`${code} ${city}`] : [])];
  return [...(address ? [address] : []), ...streets.slice(0, 1), ...codes];
}

/** The street of a line with a house number, before or after it. */
function streetOf(line: string): string | undefined {
  const words = line.trim().split(/\s+/);
  const hasNumber = (word: string | undefined) => /\p{N}/u.test(word ?? '');
  let first = 0;
  let last = words.length;
  while (hasNumber(words[first])) first++;
  while (last > first && hasNumber(words[last - 1])) last--;
  const street = words.slice(first, last).join(' ');
  const isNumbered = last - first < words.length && first < last;
  return isNumbered && street.length > 4 && !COMMON_WORDS.has(fold(street)) ? street : undefined;
}
