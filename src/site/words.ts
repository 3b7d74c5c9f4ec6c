/** Text as it is compared: without accents and of one letter size. */
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

/** The words of a text, folded; `C++`, `C#` and `.NET` stay what they are, and of `Node.js` the parts count too. */
export function words(text: string): string[] {
  const found = fold(text)
    .split(/[^\p{L}\p{N}+#.]+/u)
    .map(withoutStops)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return found.flatMap((word) => (/.\../.test(word) ? [word, ...word.split('.').filter(Boolean)] : [word]));
}
