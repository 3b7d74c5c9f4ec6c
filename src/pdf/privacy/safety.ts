import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib';
import type { OpenPdf } from '../syntax/open.js';

/** Actions that only move the reader within the document or open an address (ISO 32000-1, 12.6.4). */
const SAFE_ACTIONS = new Set(['GoTo', 'URI', 'Named']);

/** The four named actions that every reader supports (ISO 32000-1, Table 211); others may print, save or close. */
const SAFE_NAMES = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage']);

/**
 * Addresses that a link may open; `part:` is the packet's own scheme. An address is ASCII text that begins with its
 * scheme (ISO 32000-1, 12.6.4.7). Readers skip control characters, which could hide another scheme.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression rejects control characters
const SAFE_ADDRESS = /^(?:https?|mailto|tel|part):[^\u0000-\u0020\u007f]*$/i;

/** The longest accepted chain of actions linked by `Next`. */
const MOST_ACTIONS = 20;

/** Annotations that play, run or embed a file. */
const FILE_ANNOTATIONS = new Set(['FileAttachment', 'Sound', 'Movie', 'Screen', 'RichMedia', '3D']);

const EXECUTABLE = /\.(exe|com|bat|cmd|msi|scr|pif|ps1|vbs|js|jse|wsf|hta|jar|app|dmg|pkg|sh|dll|lnk|reg)$/i;

const name = (key: string) => PDFName.of(key);
const S = name('S');
const O = name('O');
const N = name('N');
const NEXT = name('Next');
const URI = name('URI');
const SUBTYPE = name('Subtype');
const FT = name('FT');
const BYTE_RANGE = name('ByteRange');

/** Entries that are not allowed in an attachment, whatever their value. */
const UNSAFE_KEYS: ReadonlyMap<PDFName, string> = new Map([
  [name('AA'), 'actions that run by themselves'],
  [name('JS'), 'a script'],
  [name('JavaScript'), 'a script'],
  [name('XFA'), 'an XFA form'],
  [name('Collection'), 'a portfolio'],
  [name('RichMediaContent'), 'the content of a RichMedia annotation'],
  [name('RichMediaSettings'), 'the content of a RichMedia annotation'],
  [name('3DD'), 'the content of a 3D annotation'],
  [name('3DA'), 'the content of a 3D annotation'],
  [name('Movie'), 'the content of a Movie annotation'],
  [name('Sound'), 'the content of a Sound annotation'],
  [name('OPI'), 'a picture in another file'],
  [name('SV'), 'constraints on a signature'],
]);

/** Entries whose value is an action or a list of actions. */
const ACTION_KEYS = new Set(['A', 'PA', 'OpenAction', 'Next'].map(name));

/** Entries that move the data of a stream to another file (ISO 32000-1, Table 5). */
const EXTERNAL_KEYS = new Set(['F', 'FFilter', 'FDecodeParms'].map(name));

/**
 * Checks one entry of an attachment.
 *
 * @param value the entry's value, with references resolved
 * @param isStream `true` if the dictionary belongs to a stream
 * @returns a description of what a packet must not contain; undefined if the entry may stay
 */
export function unsafeEntry(
  dict: PDFDict,
  key: PDFName,
  value: PDFObject | undefined,
  isStream = false,
): string | undefined {
  const always = UNSAFE_KEYS.get(key);
  if (always !== undefined) return always;
  if (ACTION_KEYS.has(key)) return unsafeActions(value, dict.context, key, 0);
  if (isStream && EXTERNAL_KEYS.has(key)) return 'a stream in another file';
  switch (key) {
    case name('URI'):
      // In the catalog: the base address of links without a scheme (ISO 32000-1, 12.6.4.7).
      return value instanceof PDFDict ? 'a base address for links' : undefined;
    case name('Ref'):
      // In a form: a page of another file that is shown in its place (ISO 32000-1, 8.10.4).
      return isStream ? 'a page in another file' : undefined;
    case name('V'):
      return isSignature(dict, value) ? 'a signature, which is no longer valid' : undefined;
    case name('FS'):
      return unsafeFile(dict, value);
    default:
      return undefined;
  }
}

function unsafeFile(dict: PDFDict, value: PDFObject | undefined): string | undefined {
  if (value instanceof PDFName) return value === name('URL') ? 'a file on the web' : undefined;
  const subtype = dict.lookup(SUBTYPE);
  return subtype instanceof PDFName && FILE_ANNOTATIONS.has(subtype.decodeText())
    ? `the content of a ${subtype.decodeText()} annotation`
    : undefined;
}

function isSignature(field: PDFDict, value: PDFObject | undefined): boolean {
  return field.lookup(FT) === name('Sig') || (value instanceof PDFDict && value.has(BYTE_RANGE));
}

/** Checks an action or a list of actions, and those that follow it. */
function unsafeActions(
  value: PDFObject | undefined,
  context: PDFContext,
  key: PDFName,
  depth: number,
): string | undefined {
  if (depth > MOST_ACTIONS) return 'a long chain of actions';
  if (value instanceof PDFArray) {
    // A document's open destination is also an array, of a page and numbers.
    for (const item of value.asArray()) {
      const action = context.lookup(item);
      const what =
        action instanceof PDFArray || isActionIn(key, action)
          ? unsafeActions(action, context, key, depth + 1)
          : undefined;
      if (what !== undefined) return what;
    }
    return undefined;
  }
  if (!(value instanceof PDFDict) || !isActionIn(key, value)) return undefined;
  return unsafeAction(value) ?? unsafeActions(value.lookup(NEXT), context, NEXT, depth + 1);
}

/** `false` for the attributes of a structure element, which have the same key as a link's action. */
function isActionIn(key: PDFName, value: PDFObject | undefined): boolean {
  if (!(value instanceof PDFDict)) return false;
  if (value.has(S)) return true;
  return key === name('A') ? !value.has(O) : key !== name('OpenAction');
}

function unsafeAction(action: PDFDict): string | undefined {
  const type = action.lookup(S);
  const kind = type instanceof PDFName ? type.decodeText() : '';
  if (!SAFE_ACTIONS.has(kind)) return kind === '' ? 'an action without a type' : `an action of type ${kind}`;
  if (kind === 'URI')
    return isSafeAddress(action.lookup(URI)) ? undefined : 'a link to an address that is not a web address';
  if (kind !== 'Named') return undefined;
  const named = action.lookup(N);
  return named instanceof PDFName && SAFE_NAMES.has(named.decodeText()) ? undefined : 'an action of type Named';
}

/** Checks the bytes without decoding: text in UTF-16, which only some readers decode, is not a valid address. */
function isSafeAddress(value: PDFObject | undefined): boolean {
  if (!(value instanceof PDFString || value instanceof PDFHexString)) return false;
  const bytes = value.asBytes();
  return bytes.length <= MOST_ADDRESS && SAFE_ADDRESS.test(String.fromCharCode(...bytes));
}

/** The limit on the length of an address in bytes, longer than browsers open. */
const MOST_ADDRESS = 64 * 1024;

/** `true` if the file name has the extension of a program. */
export function isExecutable(name: string): boolean {
  return EXECUTABLE.test(name);
}

/**
 * Removes content that a document from elsewhere must not contain, such as actions other than those that navigate or
 * open a web address.
 *
 * @returns descriptions of the removed content, without duplicates
 */
export function disarm({ context }: OpenPdf): string[] {
  const dropped = new Set<string>();
  const visit = (object: PDFObject, isStream = false): void => {
    if (object instanceof PDFArray) for (const item of object.asArray()) visit(item);
    if (object instanceof PDFRawStream) visit(object.dict, true);
    if (!(object instanceof PDFDict)) return;
    for (const [key, value] of object.entries()) {
      const what = unsafeEntry(object, key, context.lookup(value), isStream);
      if (what === undefined) visit(value);
      else {
        object.delete(key);
        dropped.add(what);
      }
    }
  };
  // Referenced objects are separate entries of this list.
  for (const [, object] of context.enumerateIndirectObjects()) visit(object);
  return [...dropped];
}
