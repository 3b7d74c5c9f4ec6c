/** Structure types whose parent counts as the parent of their children (ISO/TS 32005, 5.2). */
const TRANSPARENT: ReadonlySet<string> = new Set(['NonStruct', 'Div', 'Part']);

export function isTransparent(type: string | undefined): boolean {
  return type !== undefined && TRANSPARENT.has(type);
}

const GROUPS: Readonly<Record<string, string>> = {
  none: '',
  text:
    'Annot Artifact BibEntry Code Em FENote Figure Form Formula Lbl Link NonStruct Note Private Quote Reference Ruby Span ' +
    'Strong Sub Warichu',
  ruby: 'Annot Artifact Em Form Link NonStruct Private Quote Reference Span Strong Sub',
  flow:
    'Annot Art Artifact Aside BibEntry BlockQuote Caption Code Div Em FENote Figure Form Formula H Hn Index L Link ' +
    'NonStruct Note P Part Private Quote Reference Ruby Sect Span Strong Sub Table Warichu',
  blocks:
    'Annot Art Artifact Aside BlockQuote Code Div Document DocumentFragment FENote Figure Form Formula H Hn Index L Link ' +
    'NonStruct Note P Part Private Sect TOC Table Title',
};

/**
 * The structure types that an element may contain (ISO/TS 32005, Table 5): a group, with types added to it and taken from
 * it. Types that are missing here may contain any.
 */
const CONTAINED: Readonly<Record<string, string>> = {
  Annot: 'flow +DocumentFragment +Lbl +Title -Index -Private',
  Art: 'blocks +Caption +Lbl -Art -Document',
  Aside: 'blocks +Caption +Lbl +Reference -Aside -Title',
  BibEntry: 'ruby +Div +FENote +Figure +Lbl +Note +P +Part -Form -Quote -Sub',
  BlockQuote: 'blocks +Caption +Lbl +Reference -Aside -Title',
  Caption: 'flow +DocumentFragment +Lbl -Caption',
  Code: 'ruby +BibEntry +Div +DocumentFragment +FENote +Note +Part -Form -Quote',
  Document: 'blocks',
  DocumentFragment: 'blocks',
  Em: 'text',
  FENote: 'flow +DocumentFragment +Lbl -BibEntry -H -Hn -Index',
  Figure: 'flow +Lbl',
  Form: 'text +Caption +Div +L +Part +Table -Annot -Em -Form -Link -Quote -Ruby -Span -Strong -Sub -Warichu',
  Formula: 'flow +Lbl -Art -Sect',
  H: 'text +Art +Sect',
  Hn: 'text +Art +Sect',
  Index:
    'blocks +Caption +Reference -Art -Aside -BlockQuote -Code -Document -DocumentFragment -Form -Index -Link -TOC -Title',
  L: 'none +Artifact +Caption +L +LI +NonStruct +Private',
  LBody: 'flow',
  LI: 'none +Artifact +Div +LBody +Lbl +NonStruct +Private',
  Lbl: 'text -Lbl',
  Link: 'flow +DocumentFragment +Lbl +Title -Index -Link',
  Note: 'flow +DocumentFragment +Lbl -H -Hn',
  P: 'text +L +Table',
  Quote: 'text',
  RB: 'ruby',
  RP: 'ruby',
  RT: 'ruby',
  Reference: 'text -Code -Form -Formula -Quote -Reference -Ruby -Sub -Warichu',
  Ruby: 'none +NonStruct +Private +RB +RP +RT',
  Sect: 'blocks +Caption +Lbl -Document',
  Span: 'text',
  Strong: 'text',
  Sub: 'text +L -Sub',
  TBody: 'none +Artifact +NonStruct +Private +TR',
  TD: 'flow +Lbl -Aside -BlockQuote -Caption -Part -Sub',
  TFoot: 'none +Artifact +NonStruct +Private +TR',
  TH: 'flow +Lbl -Aside -BlockQuote -Caption -Part -Sub',
  THead: 'none +Artifact +NonStruct +Private +TR',
  TOC: 'none +Artifact +Caption +NonStruct +Private +TOC +TOCI',
  TOCI: 'none +Artifact +Div +Lbl +NonStruct +P +Private +Reference +TOC',
  TR: 'none +Artifact +NonStruct +Private +TD +TH',
  Table: 'none +Artifact +Caption +NonStruct +Private +TBody +TFoot +THead +TR',
  Title: 'text +Aside +Caption +Div +L +P +Part +Table -Sub',
  WP: 'ruby',
  WT: 'ruby',
  Warichu: 'none +NonStruct +Private +WP +WT',
};

const PERMITTED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(CONTAINED).map(([parent, list]) => [parent, expand(list)]),
);

function expand(list: string): Set<string> {
  const [group = '', ...changes] = list.split(' ');
  const types = new Set((GROUPS[group] ?? '').split(' ').filter(Boolean));
  for (const change of changes)
    if (change.startsWith('+')) types.add(change.slice(1));
    else types.delete(change.slice(1));
  return types;
}

/** The name of a type in the table: all headings with levels are one. */
function nameInTable(type: string): string {
  return /^H[1-9]\d*$/.test(type) ? 'Hn' : type;
}

/** `true` if an element may contain another (ISO/TS 32005, Table 5). */
export function mayContain(parent: string, child: string): boolean {
  return PERMITTED.get(nameInTable(parent))?.has(nameInTable(child)) ?? true;
}

const WITHOUT_CONTENT: ReadonlySet<string> = new Set(
  'Art Document DocumentFragment Index L Sect TBody TFoot THead TOC TOCI TR Table'.split(' '),
);

/** `true` if content may be directly in an element, outside the elements that it contains. */
export function mayHoldContent(type: string): boolean {
  return !WITHOUT_CONTENT.has(type);
}

const ONE_CAPTION = 'Artifact Aside BlockQuote Figure Form Formula L LBody TOC Table Title'.split(' ');

/** The structure types of which an element may contain only one, by the type of the element. */
const SINGLE: ReadonlyMap<string, readonly string[]> = new Map([
  ...ONE_CAPTION.map((type): [string, string[]] => [type, ['Caption']]),
  ['Table', ['Caption', 'THead', 'TFoot']],
  ['Hn', ['Art', 'Sect']],
]);

/** The structure types of which an element may contain only one. */
export function singlesIn(type: string): readonly string[] {
  return SINGLE.get(nameInTable(type)) ?? [];
}
