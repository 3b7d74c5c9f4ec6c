const PREFIX = 'letter.';

/** What a letter is called among the documents of a profile; the names of variants have no dot. */
export function letterDocument(name: string): string {
  return PREFIX + name;
}

/** The letter that a document is; undefined for a résumé. */
export function letterOf(document: string | undefined): string | undefined {
  return document?.startsWith(PREFIX) ? document.slice(PREFIX.length) : undefined;
}
