/** Common spellings that are neither a code nor a full country name. */
const USUAL: Readonly<Record<string, string>> = { usa: 'US', uk: 'GB', england: 'GB', holland: 'NL' };

let named: Map<string, string> | undefined;

/**
 * Returns the ISO 3166-1 alpha-2 code of a country given by its code or its English name; undefined for any other text.
 */
export function readCountry(text: string): string | undefined {
  const word = text.trim();
  if (/^[A-Za-z]{2}$/.test(word) && nameOf(word.toUpperCase())) return word.toUpperCase();
  named ??= namesOfAll();
  return named.get(word.toLowerCase());
}

function namesOfAll(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Map(Object.entries(USUAL));
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = nameOf(code)?.toLowerCase();
    if (name && !names.has(name)) names.set(name, code);
  }
  return names;
}

function nameOf(code: string): string | undefined {
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code);
}
