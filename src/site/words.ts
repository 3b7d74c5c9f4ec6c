/** Normalizes text for comparison: removes accents and case. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
}

function withoutStops(word: string): string {
  let end = word.length;
  while (word[end - 1] === '.') end--;
  return word.slice(0, end);
}

/** Splits a text into folded words; `C++`, `C#` and `.NET` stay whole, and `Node.js` also yields its parts. */
export function words(text: string): string[] {
  const found = fold(text)
    .split(/[^\p{L}\p{N}+#.]+/u)
    .map(withoutStops)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return found.flatMap((word) => (/.\../.test(word) ? [word, ...word.split('.').filter(Boolean)] : [word]));
}
