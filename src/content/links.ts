import { isLinkable } from '../profile/contact-links.js';

/** Splits links into those with a valid address, and the plain texts of the others. */
export function splitLinks(links: readonly { label: string; url: string }[] | undefined) {
  const all = links ?? [];
  return {
    links: all.filter(({ label, url }) => label && isLinkable(url)),
    texts: all
      .filter(({ url }) => url && !isLinkable(url))
      .map(({ label, url }) => (label ? `${label} (${url})` : url)),
  };
}
