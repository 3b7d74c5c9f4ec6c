/** Common names of countries that are neither a code nor a whole name. */
const USUAL: Readonly<Record<string, string>> = { usa: 'US', england: 'GB', holland: 'NL' };

/** Languages in which countries are recognized: those that documents have words for. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'ar', 'he', 'hi', 'ja', 'ko', 'zh-Hans', 'zh-Hant'];

let named: Map<string, string> | undefined;

/**
 * The ISO 3166-1 alpha-2 code of a country that is given by its code or by its name in one of the languages of
 * documents; undefined for any other text.
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

/** The code that stands today for a country: `DE` for `DD`, and `GB` for `UK`. */
function currentCode(code: string): string {
  return new Intl.Locale(`und-${code}`).region ?? code;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
}
