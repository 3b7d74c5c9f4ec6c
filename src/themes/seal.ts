/**
 * The policy of a theme's page: it loads and runs nothing, wherever it is opened, because its content may be untrusted.
 */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'\"><meta charset=\"utf-8\">";

/** The allowed content before the root element; comments end in every way that browsers accept. */
const PROLOGUE = /^\s*(?:<!--(?:-?>|(?!-?>)(?:(?!--!?>).)*--!?>)\s*)*<!doctype[^>]*>/is;

/**
 * The positions at which an attribute name can occur: after a space, a slash or a quoted value. A `>` without a quote
 * or a tag after it has ended its tag, so text about attributes is unchanged. Each position is examined without its
 * context, because apparent comments and values may not be real.
 */
const PLACE = String.raw`(?<=[\s/"'])(?<!>[^<>"']{0,300})`;

/** Attributes that no page needs: they redirect, embed a page, or change other attributes. */
const NEVER = new RegExp(String.raw`${PLACE}(?:http-equiv|srcdoc|attributename)(?=\s*=)`, 'gi');

/** Addresses other than web, mail and telephone addresses, fragments of the page itself, and embedded pictures. */
const ADDRESS = new RegExp(
  String.raw`${PLACE}(?:xlink:href|href|srcset|src|formaction|action|poster|background)(?=\s*=(?!\s*["']?[\t\n\f\r ]*(?:https?:|mailto:|tel:|#|data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]))\s*("[^"]{0,300}|'[^']{0,300}|[^\s"'>][^\s>]{0,300})?)`,
  'gi',
);

/** The prefix that disables such an attribute, because browsers ignore the new name. */
const REFUSED = 'data-refused-';

/** A page that is safe to open. */
export interface SealedPage {
  html: string;
  /** Addresses that were removed from its links and pictures. */
  refused: string[];
}

/**
 * Puts the policy before all other content, where it cannot be parsed as text or a comment, and disables addresses and
 * refreshes that no policy blocks.
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
