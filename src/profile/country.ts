/** Common names of countries that are neither a code nor an official name. */
const USUAL: Readonly<Record<string, string>> = { usa: 'US', england: 'GB', holland: 'NL' };

/** Languages in which names of countries are recognized: those with built-in words (`content/words/`). */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'ar', 'he', 'hi', 'ja', 'ko', 'zh-Hans', 'zh-Hant'];

let named: Map<string, string> | undefined;

/**
 * Returns the ISO 3166-1 alpha-2 code of a country, given its code or its name in any of the languages above; undefined
 * for any other text.
 */
export function readCountry(text: string): string | undefined {
  const word = text.trim();
  if (/^[A-Za-z]{2}$/.test(word) && namesIn('en').of(word.toUpperCase())) return currentCode(word.toUpperCase());
  named ??= namesOfAll();
  return named.get(word.toLowerCase());
}

function namesOfAll(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  const codes = all.filter((code) => currentCode(code) === code);
  const found = new Map(Object.entries(USUAL));
  for (const names of LANGUAGES.map(namesIn))
    for (const code of codes) {
      const name = names.of(code)?.toLowerCase();
      if (name && !found.has(name)) found.set(name, code);
    }
  return found;
}

/** Returns the current code of a country whose code is outdated or unofficial: `DE` for `DD`, `GB` for `UK`. */
function currentCode(code: string): string {
  return new Intl.Locale(`und-${code}`).region ?? code;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
}
