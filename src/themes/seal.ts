/** A theme's page loads nothing and runs nothing, wherever it is opened: what it says may come from strangers. */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'\">";

/** What may stand before the root element. */
const PROLOGUE = /^\s*(?:<!--(?:(?!-->).)*-->\s*)*<!doctype[^>]*>/is;

/** A page with the policy before everything else, where nothing can take it for a part of a text or comment. */
export function sealPage(html: string): string {
  const [prologue = '<!doctype html>'] = PROLOGUE.exec(html) ?? [];
  const rest = PROLOGUE.test(html) ? html.slice(prologue.length) : html;
  return `${prologue}${POLICY}${rest}`;
}
