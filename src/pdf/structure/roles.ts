import { PDFDict, PDFName, type PDFObject } from 'pdf-lib';

/** The standard structure types that hold other elements and no text of their own (ISO 32000-1, 14.8.4.2). */
export const GROUPING: ReadonlySet<string> = new Set(
  'Document Part Art Sect Div BlockQuote TOC TOCI Index NonStruct Private'.split(' '),
);

/** Every standard structure type (ISO 32000-1, 14.8.4). */
export const STANDARD: ReadonlySet<string> = new Set([
  ...GROUPING,
  ...'Caption P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot'.split(' '),
  ...'Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP'.split(' '),
  ...'Figure Formula Form'.split(' '),
]);

/**
 * The PDF 1.7 equivalents of PDF 2.0 structure types (ISO 32000-2, 14.8.4) and HTML elements. Readers drop the content
 * of types that they do not know.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  ...all('Sect', 'DocumentFragment Aside Header Footer Nav Main Section Article Complementary'),
  ...all('Span', 'Em Strong Sub Sup Mark Time Abbr Cite Ins Del Kbd Small Title'),
  ...all('H6', 'H7 H8 H9 H10'),
  FENote: 'Note',
  Figcaption: 'Caption',
  Blockquote: 'BlockQuote',
};

/** `true` for a structure type of a standard or of HTML, which reveals nothing about the document. */
export function isKnownType(type: string): boolean {
  return STANDARD.has(type) || Object.hasOwn(MEANINGS, type);
}

/** A type without meaning whose content is still read (ISO 32000-1, Table 333). */
const NEUTRAL = 'NonStruct';

function all(meaning: string, types: string): Record<string, string> {
  return Object.fromEntries(types.split(' ').map((type) => [type, meaning]));
}

/** The result of applying the role map to a type: a standard type, no standard type, or a cycle. */
export type Role = { standard: string } | { standard?: undefined; circular: boolean };

/** The maximum length of a chain of roles; a longer one counts as a cycle. */
const LONGEST = 50;

/** Follows a role map (ISO 32000-1, 14.7.3) from a type to its standard type. */
export function resolveRole(map: PDFDict | undefined, type: string): Role {
  const seen = new Set<string>();
  let current = type;
  // A standard type is never remapped; a map entry for one is a fault of its own.
  while (!STANDARD.has(current)) {
    if (seen.has(current) || seen.size > LONGEST) return { circular: true };
    seen.add(current);
    const next: PDFObject | undefined = map?.lookup(PDFName.of(current));
    if (!(next instanceof PDFName)) return { circular: false };
    current = next.decodeText();
  }
  return { standard: current };
}

/**
 * Maps every used type to a standard type. Entries that resolve to no standard type are replaced, and entries that
 * remap a standard type are removed.
 */
export function mapRoles(root: PDFDict, used: Iterable<string>): void {
  const old = root.lookup(PDFName.of('RoleMap'));
  const given = old instanceof PDFDict ? old : undefined;
  const map = root.context.obj({}) as PDFDict;
  for (const type of [...new Set(used)].sort()) {
    if (STANDARD.has(type)) continue;
    const meaning = resolveRole(given, type).standard ?? MEANINGS[type] ?? NEUTRAL;
    map.set(PDFName.of(type), PDFName.of(meaning));
  }
  if (map.keys().length > 0) root.set(PDFName.of('RoleMap'), map);
  else root.delete(PDFName.of('RoleMap'));
}
