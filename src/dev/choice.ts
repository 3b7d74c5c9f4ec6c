/** What a page shows. Empty text stands for the profile's own template, and for the main résumé. */
export interface Choice {
  profile: string;
  template: string;
  variant: string;
}

/** The choice that an address carries. */
export function choiceOf(query: string): Choice {
  const words = new URLSearchParams(query);
  const word = (name: keyof Choice) => words.get(name) ?? '';
  return { profile: word('profile'), template: word('template'), variant: word('variant') };
}

/** A choice as the query of an address; what is left to the profile is left out. */
export function queryOf(choice: Choice): string {
  const words = Object.entries(choice).filter(([, value]) => value !== '');
  return words.length > 0 ? `?${new URLSearchParams(words)}` : '';
}
