const SCHEMES = /^(https?|mailto|tel):/i;

/**
 * `true` if a text may become a link: an address with http, https, mailto or tel. Any other scheme could run a script.
 */
export function isLinkable(text: string): boolean {
  return SCHEMES.test(text) && URL.canParse(text);
}

/** The address in a text; a bare host name gets https. */
export function toAddress(text: string): string {
  return /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(text) ? `https://${text}` : text;
}
