/** A key of a document as words: `repoUrl` and `repo_url` are both "Repo url". */
export function labelOf(key: string): string {
  const words = key
    .replace(/[*_`[\]<>\\]+/g, ' ')
    .replace(/^x-/, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/-/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const lower = words.replace(/\b\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase());
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** Keys below one another as words. */
export function labelOfPath(keys: readonly PropertyKey[]): string {
  return labelOf(
    keys
      .filter((key) => typeof key === 'string')
      .map((key) => labelOf(String(key)))
      .join(' '),
  );
}
