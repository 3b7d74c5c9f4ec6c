import { isLinkable } from '../profile/address.js';

/** Links, and the texts of those whose address is none. */
export function splitLinks(links: readonly { label: string; url: string }[] | undefined) {
  const all = links ?? [];
  return {
    links: all.filter(({ label, url }) => label && isLinkable(url)),
    texts: all
      .filter(({ url }) => url && !isLinkable(url))
      .map(({ label, url }) => (label ? `${label} (${url})` : url)),
  };
}
