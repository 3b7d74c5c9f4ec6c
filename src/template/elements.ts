/** An HTML element, found by its tags without parsing the document. */
interface FoundElement {
  from: number;
  to: number;
  /** The start tag. */
  start: string;
  content: string;
  /** The end tag. */
  end: string;
}

/**
 * Finds the elements with given names, each up to the first end tag of its name. Nested elements and those without an
 * end tag are left out. The time is linear in the length of the text, even with unclosed tags.
 *
 * @param names one name, or several separated by `|`
 */
export function findElements(html: string, names: string): FoundElement[] {
  const ends = new Map<string, { from: number; tag: string }[]>();
  for (const { index, 0: tag, 1: name = '' } of html.matchAll(/<\/([a-z][a-z0-9]{0,20})>/gi)) {
    const key = name.toLowerCase();
    const known = ends.get(key);
    if (known) known.push({ from: index, tag });
    else ends.set(key, [{ from: index, tag }]);
  }
  const next = new Map<string, number>();
  const found: FoundElement[] = [];
  let to = 0;
  let close = -1;
  for (const { index, 1: name = '' } of html.matchAll(new RegExp(`<(${names})\\b`, 'gi'))) {
    if (index < to) continue;
    if (close < index) close = html.indexOf('>', index);
    if (close === -1) break;
    const key = name.toLowerCase();
    const tags = ends.get(key) ?? [];
    let number = next.get(key) ?? 0;
    while ((tags[number]?.from ?? Infinity) <= close) number++;
    next.set(key, number);
    const end = tags[number];
    if (!end) continue;
    to = end.from + end.tag.length;
    const content = html.slice(close + 1, end.from);
    found.push({ from: index, to, start: html.slice(index, close + 1), content, end: end.tag });
  }
  return found;
}

/** Replaces each element with one of several names: see `findElements`. */
export function replaceElements(html: string, names: string, replace: (element: FoundElement) => string): string {
  let text = '';
  let end = 0;
  for (const element of findElements(html, names)) {
    text += html.slice(end, element.from) + replace(element);
    end = element.to;
  }
  return text + html.slice(end);
}
