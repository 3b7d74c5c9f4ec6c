import { PDFDict, PDFName, type PDFObject } from 'pdf-lib';
import { textOf } from './tree.js';

/** Actions that only move the reader within the document or open an address (ISO 32000-1, 12.6.4). */
const SAFE_ACTIONS = new Set(['GoTo', 'URI', 'Named']);

/** Addresses that a link may open; `part:` and `field:` are the packet's own. */
const SAFE_ADDRESS = /^(https?|mailto|tel|part|field):/i;

/** Annotations that play, run or carry something. */
const UNSAFE_ANNOTATIONS = new Set(['FileAttachment', 'Sound', 'Movie', 'Screen', 'RichMedia', '3D']);

const EXECUTABLE = /\.(exe|com|bat|cmd|msi|scr|pif|ps1|vbs|js|jse|wsf|hta|jar|app|dmg|pkg|sh|dll|lnk|reg)$/i;

const NAMES = {
  A: PDFName.of('A'),
  AA: PDFName.of('AA'),
  Next: PDFName.of('Next'),
  JS: PDFName.of('JS'),
  V: PDFName.of('V'),
  FT: PDFName.of('FT'),
  Sig: PDFName.of('Sig'),
  S: PDFName.of('S'),
  URI: PDFName.of('URI'),
  FS: PDFName.of('FS'),
  Subtype: PDFName.of('Subtype'),
};

/** What an entry of a document from elsewhere would bring that a packet must not hold; undefined where it may stay. */
export function unsafeEntry(dict: PDFDict, key: PDFName, value: PDFObject | undefined): string | undefined {
  switch (key) {
    case NAMES.AA:
      return 'actions that run by themselves';
    case NAMES.JS:
      return 'a script';
    case NAMES.A:
    case NAMES.Next:
      return value instanceof PDFDict ? unsafeAction(value) : undefined;
    case NAMES.V:
      return dict.get(NAMES.FT) === NAMES.Sig ? 'a signature, which is no longer valid' : undefined;
    case NAMES.FS: {
      const subtype = dict.get(NAMES.Subtype);
      return subtype instanceof PDFName && UNSAFE_ANNOTATIONS.has(subtype.decodeText())
        ? `the content of a ${subtype.decodeText()} annotation`
        : undefined;
    }
    default:
      return undefined;
  }
}

function unsafeAction(action: PDFDict): string | undefined {
  const type = action.get(NAMES.S);
  // An `A` that is no action is a structure element's attributes.
  if (!(type instanceof PDFName)) return undefined;
  const name = type.decodeText();
  if (name === 'URI') {
    const address = textOf(action.lookup(NAMES.URI)) ?? '';
    return SAFE_ADDRESS.test(address) ? undefined : 'a link to an address that is not of the web';
  }
  return SAFE_ACTIONS.has(name) ? undefined : `an action of type ${name}`;
}

/** Whether a file is called like a program. */
export function isExecutable(name: string): boolean {
  return EXECUTABLE.test(name);
}
