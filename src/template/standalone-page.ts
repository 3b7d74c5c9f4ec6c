import { createHash } from 'node:crypto';
import { escapeHtml } from './html.js';

/**
 * The start of a page that is one file and needs no server, up to `<body>`. Its policy allows only the given style,
 * no script, and the given other directives, such as `img-src data:`; a `style-src` among them replaces the digest of
 * the style. Search engines are asked not to list it, because it shows personal data.
 */
export function standalonePage(title: string, style: string, directives: readonly string[] = []): string {
  const own = `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  const styles = directives.some((each) => each.startsWith('style-src ')) ? [] : [own];
  const policy = ["default-src 'none'", ...styles, ...directives, "base-uri 'none'", "form-action 'none'"].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>`;
}
