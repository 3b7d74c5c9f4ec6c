/** A theme's page loads nothing and runs nothing, wherever it is opened: what it says may come from strangers. */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'\"><meta charset=\"utf-8\">";

/** What may stand before the root element; a comment ends in each of the ways in which it ends for a browser. */
const PROLOGUE = /^\s*(?:<!--(?:-?>|(?!-?>)(?:(?!--!?>).)*--!?>)\s*)*<!doctype[^>]*>/is;

/**
 * Where an attribute's name can stand: behind a space, a slash or a value in quotes. A `>` with no quote and no tag behind
 * it has ended its tag, so that a text about attributes stays. Each place is looked at by itself, whatever seems to be
 * around it: what looks like a comment or a value may be none.
 */
const PLACE = String.raw`(?<=[\s/"'])(?<!>[^<>"']{0,300})`;

/** Attributes that no page needs: they go elsewhere by themselves, hold a page of their own, or change other attributes. */
const NEVER = new RegExp(String.raw`${PLACE}(?:http-equiv|srcdoc|attributename)(?=\s*=)`, 'gi');

/** Addresses other than those of the web, of mail and telephones, of the page itself, and pictures as data. */
const ADDRESS = new RegExp(
  String.raw`${PLACE}(?:xlink:href|href|srcset|src|formaction|action|poster|background)(?=\s*=(?!\s*["']?[\t\n\f\r ]*(?:https?:|mailto:|tel:|#|data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]))\s*("[^"]{0,300}|'[^']{0,300}|[^\s"'>][^\s>]{0,300})?)`,
  'gi',
);

/** What such an attribute is called instead, which means nothing to a browser. */
const REFUSED = 'data-refused-';

/** A page that can be opened. */
export interface SealedPage {
  html: string;
  /** Addresses that its links and pictures no longer have. */
  refused: string[];
}

/**
 * A page with the policy before everything else, where nothing can take it for a part of a text or comment, without
 * the addresses and refreshes that no policy stops.
 */
export function sealPage(html: string): SealedPage {
  const refused = new Set<string>();
  const safe = html
    .replace(NEVER, (name) => REFUSED + name)
    .replace(ADDRESS, (name: string, value = '') => {
      const address = value.replace(/^["']/, '').trim();
      if (address) refused.add(address);
      return REFUSED + name;
    });
  const [prologue = ''] = PROLOGUE.exec(safe) ?? [];
  return { html: `${prologue || '<!doctype html>'}${POLICY}${safe.slice(prologue.length)}`, refused: [...refused] };
}
