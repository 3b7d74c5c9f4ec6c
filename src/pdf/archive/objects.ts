import { PDFArray, PDFBool, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream, PDFStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { nameOf, textOf } from '../structure/trees.js';
import { scanContent } from '../syntax/content.js';
import { decodeStream } from '../syntax/page-content.js';
import { type Colorants, checkColorSpace } from './color.js';
import type { Report } from './conditions.js';
import { watchContent } from './content.js';
import { checkLimits, FILTERS, INTENTS, isUtf8, walkValues } from './values.js';

/** Facts about files and spot colors, collected from all objects for the conditions of the whole document. */
export interface Facts {
  /** File specifications with an embedded file. */
  files: Set<PDFDict>;
  /** File specifications that a part of the document is associated with (ISO 19005-3, Annex E). */
  associated: Set<PDFDict>;
  colorants: Colorants;
}

/** A dictionary with an entry that a condition is about. */
interface Found {
  dict: PDFDict;
  value: PDFObject;
  where: string;
  facts: Facts;
  report: Report;
}

/** The checks of dictionaries, by the key that makes them necessary. */
const CHECKS: Readonly<Record<string, (found: Found) => void>> = {
  // Streams (ISO 19005-3, 6.1.7).
  Filter: ({ value, where, report }) => {
    const filters = value instanceof PDFArray ? value.asArray().map((_, at) => value.lookup(at)) : [value];
    for (const filter of filters) {
      const name = nameOf(filter) ?? '';
      if (name === 'JPXDecode') report('6.2.8.3', where);
      // Signatures and encryption have a filter of another kind.
      else if (/Decode$|^Crypt$/.test(name) && !FILTERS.has(name)) report('6.1.7.2-1', where);
    }
  },
  // Graphics states and halftones (6.2.5).
  TR: ({ where, report }) => report('6.2.5-1', where),
  TR2: ({ value, where, report }) => {
    if (nameOf(value) !== 'Default') report('6.2.5-2', where);
  },
  HTP: ({ where, report }) => report('6.2.5-3', where),
  HTO: ({ where, report }) => report('A-4 6.2.5-3', where),
  HalftoneType: ({ dict, value, where, report }) => {
    if (!(value instanceof PDFNumber) || ![1, 5].includes(value.asNumber())) report('6.2.5-4', where);
    if (dict.has(PDFName.of('HalftoneName'))) report('6.2.5-5', where);
    checkTransfer(dict, where, report);
  },
  OPM: ({ dict, value, where, report }) => {
    const overprints = [dict.lookup(PDFName.of('OP')), dict.lookup(PDFName.of('op'))].includes(PDFBool.True);
    if (overprints && value instanceof PDFNumber && value.asNumber() === 1) report('6.2.4.2-2', where);
  },
  BM: ({ value, where, report }) => {
    const modes = value instanceof PDFArray ? value.asArray().map((_, at) => value.lookup(at)) : [value];
    if (!modes.every((mode) => BLEND_MODES.has(nameOf(mode) ?? ''))) report('6.2.10-1', where);
  },
  RI: ({ value, where, report }) => {
    if (!INTENTS.has(nameOf(value) ?? '')) report('6.2.6-1', where);
  },
  // Images and forms (6.2.8, 6.2.9).
  Intent: ({ dict, value, where, report }) => {
    const isImage = dict.lookup(PDFName.of('Subtype')) === PDFName.of('Image');
    if (isImage && !INTENTS.has(nameOf(value) ?? '')) report('6.2.6-1', where);
  },
  Alternates: ({ where, report }) => report('6.2.8-1', where),
  OPI: ({ dict, where, report }) => report(isImage(dict) ? '6.2.8-2' : '6.2.9-1', where),
  Interpolate: ({ value, where, report }) => {
    if (value !== PDFBool.False) report('6.2.8-3', where);
  },
  BitsPerComponent: ({ dict, value, where, report }) => {
    if (!isImage(dict)) return;
    const bits = value instanceof PDFNumber ? value.asNumber() : 0;
    if (dict.lookup(PDFName.of('ImageMask')) === PDFBool.True) {
      if (bits !== 1) report('6.2.8-5', where);
    } else if (![1, 2, 4, 8, 16].includes(bits)) report('6.2.8-4', where);
  },
  BaseFont: ({ value, where, report }) => {
    if (value instanceof PDFName && !isUtf8(value)) report('6.1.8-1', where);
  },
  CharProcs: ({ dict, value, where, report }) => {
    if (!(value instanceof PDFDict)) return;
    for (const key of value.keys()) readContent(value.lookup(key), dictAt(dict, 'Resources'), where, report);
  },
  // Actions (6.5.1).
  A: checkAction,
  OpenAction: checkAction,
  Next: checkAction,
  S: ({ dict, value, where, report }) => {
    const type = nameOf(dict.lookup(PDFName.of('Type')));
    if (type === 'Action') checkActionType(dict, where, report);
    if (type === 'StructElem' && value instanceof PDFName && !isUtf8(value)) report('6.1.8-1', where);
  },
  // Metadata, languages and files (6.6.2, 6.7.4, 6.8).
  Metadata: ({ dict, where, report }) => {
    if (nameOf(dict.lookup(PDFName.of('Type'))) !== 'Catalog') report('6.6.2.1-4', where);
  },
  Lang: ({ value, where, report }) => {
    const tag = textOf(value);
    if (tag !== undefined && tag !== '' && !/^[a-z]{1,8}(-[a-z\d]{1,8})*$/i.test(tag)) report('6.7.4-1', where);
  },
  EF: ({ dict, value, where, facts, report }) => {
    facts.files.add(dict);
    if (!(dict.lookup(PDFName.of('AFRelationship')) instanceof PDFName)) report('6.8-3', where);
    if (!(value instanceof PDFDict)) return;
    for (const key of value.keys()) {
      const stream = value.lookup(key);
      const type = stream instanceof PDFStream ? nameOf(stream.dict.lookup(PDFName.of('Subtype'))) : undefined;
      if (!/^[-\w+.]+\/[-\w+.]+$/.test(type ?? '')) report('6.8-1', where);
    }
  },
  AF: ({ value, facts }) => {
    const specs = value instanceof PDFArray ? value.asArray().map((_, at) => value.lookup(at)) : [value];
    for (const spec of specs) if (spec instanceof PDFDict) facts.associated.add(spec);
  },
  PresSteps: ({ where, report }) => report('6.10-2', where),
};

const BY_KEY = new Map(Object.entries(CHECKS).map(([key, check]) => [PDFName.of(key), check]));

/** The blend modes (ISO 32000-1, Tables 136 and 137). */
const BLEND_MODES = new Set(
  (
    'Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion ' +
    'Hue Saturation Color Luminosity'
  ).split(' '),
);

/**
 * Checks an indirect object (ISO 19005-3, 6.1 to 6.10), apart from what depends on the page that shows it.
 *
 * @param where the object's number, for messages
 */
export function checkObject(object: PDFObject, where: string, facts: Facts, report: Report): void {
  if (object instanceof PDFStream) checkStream(object, where, report);
  walkValues(object instanceof PDFStream ? object.dict : object, (value) => {
    checkLimits(value, where, report);
    if (value === DEVICE_CMYK) report('6.2.4.3-3', where);
    else if (value instanceof PDFArray) checkColorSpace(value, where, facts.colorants, report);
    else if (value instanceof PDFDict)
      for (const [key, entry] of value.entries()) {
        const check = BY_KEY.get(key);
        if (check) check({ dict: value, value: value.context.lookup(entry) ?? entry, where, facts, report });
      }
  });
}

const DEVICE_CMYK = PDFName.of('DeviceCMYK');

function checkStream(stream: PDFStream, where: string, report: Report): void {
  const { dict } = stream;
  if (['F', 'FFilter', 'FDecodeParms'].some((key) => dict.has(PDFName.of(key)))) report('6.1.7.1-3', where);
  const type = nameOf(dict.lookup(PDFName.of('Subtype')));
  if (type === 'PS') report('6.2.9-3', where);
  const hasPostScript = dict.has(PDFName.of('PS')) || nameOf(dict.lookup(PDFName.of('Subtype2'))) === 'PS';
  if (type === 'Form' && hasPostScript) report('6.2.9-1', where);
  if (dict.has(PDFName.of('PatternType'))) readContent(stream, dictAt(dict, 'Resources'), where, report);
  const characters =
    nameOf(dict.lookup(PDFName.of('Type'))) === 'CMap' ? latinOf(decodeStream(stream as PDFRawStream)) : '';
  const ends = characters.matchAll(/<[\da-f]+>\s*<[\da-f]+>\s*(\d+)|<[\da-f]+>\s+(\d+)/gi);
  if ([...ends].some(([, range, single]) => Number(range ?? single) > MOST_CHARACTER)) report('6.1.13-10', where);
}

/** The largest CID (ISO 19005-3, 6.1.13). */
const MOST_CHARACTER = 0xffff;

function latinOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** Reads a content stream that is not read as part of a page. */
function readContent(
  stream: PDFObject | undefined,
  resources: PDFDict | undefined,
  where: string,
  report: Report,
): void {
  if (!(stream instanceof PDFRawStream)) return;
  const check = watchContent(resources, where, report);
  let open = 0;
  scanContent(decodeStream(stream), (operation) => {
    check(operation, open);
    if (operation.operator === 'q') open += 1;
    else if (operation.operator === 'Q') open = Math.max(0, open - 1);
  });
}

function isImage(dict: PDFDict): boolean {
  return dict.lookup(PDFName.of('Subtype')) === PDFName.of('Image');
}

/** Transfer functions belong to the halftones of spot colors alone (ISO 32000-1, 10.5.5). */
function checkTransfer(dict: PDFDict, where: string, report: Report): void {
  if (dict.has(PDFName.of('TransferFunction'))) report('6.2.5-6', where);
}

/** The types of actions that ISO 19005-3, 6.5.1 permits. */
const ACTIONS = new Set(['GoTo', 'GoToR', 'GoToE', 'Thread', 'URI', 'Named', 'SubmitForm']);

/** The types that ISO 19005-4, 6.6.1 permits beyond those. */
const ACTIONS_4 = new Set(['JavaScript', 'RichMediaExecute', 'GoToDp']);

const DIRECTIONS = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage']);

/** Checks an action or a list of them; the attributes of an element and a destination have no type of action. */
function checkAction({ value, where, report }: Found): void {
  const actions = value instanceof PDFArray ? value.asArray().map((_, at) => value.lookup(at)) : [value];
  for (const action of actions)
    if (action instanceof PDFDict && action.has(PDFName.of('S')) && !action.has(PDFName.of('O')))
      checkActionType(action, where, report);
}

function checkActionType(action: PDFDict, where: string, report: Report): void {
  const type = nameOf(action.lookup(PDFName.of('S'))) ?? '';
  if (!ACTIONS.has(type)) report('6.5.1-1', where);
  if (!ACTIONS.has(type) && !ACTIONS_4.has(type)) report('A-4 6.6.1-1', where);
  if (type === 'Named' && !DIRECTIONS.has(nameOf(action.lookup(PDFName.of('N'))) ?? '')) report('6.5.1-2', where);
}
