import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStreamWriter,
  PDFString,
  PDFWriter,
} from 'pdf-lib';
import type { Random } from '../support/random.js';

/** Damages a few random bytes, as a faulty transfer, an editor or an attacker might. */
export function damageBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let text = Buffer.from(bytes).toString('latin1');
  for (let count = 1 + random.below(4); count > 0; count--) text = random.pick(DAMAGES)(text, random);
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

type Damage = (text: string, random: Random) => string;

/** Start and end of the range to change. */
const place = (text: string, random: Random): [number, number] => {
  const at = random.below(text.length);
  return [at, at + 1 + random.below(Math.min(60, text.length - at))];
};

const NUMBERS = ['0', '-1', '1', '65536', '2147483648', '99999999999', '0.5', '-99999999'];

/** Replaces one match of a pattern with another match. */
const swap =
  (pattern: RegExp): Damage =>
  (text, random) => {
    const found = [...text.matchAll(pattern)];
    if (found.length < 2) return text;
    const { 0: old, index } = random.pick(found);
    return text.slice(0, index) + random.pick(found)[0] + text.slice(index + old.length);
  };

const DAMAGES: Damage[] = [
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => {
    const [from, to] = place(text, random);
    return text.slice(0, from) + text.slice(to);
  },
  (text, random) => {
    const [from, to] = place(text, random);
    return text.slice(0, to) + text.slice(from);
  },
  (text, random) => {
    const [from] = place(text, random);
    return text.slice(0, from) + String.fromCharCode(random.below(256)) + text.slice(from + 1);
  },
  swap(/\d+ 0 R/g),
  swap(/\/[A-Z]\w+/g),
  swap(/\d+ 0 obj/g),
  (text, random) => {
    const numbers = [...text.matchAll(/(?<=[ [/\w])\d+(?=[\s\]/>])/g)];
    if (numbers.length === 0) return text;
    const { 0: old, index } = random.pick(numbers);
    return text.slice(0, index) + random.pick(NUMBERS) + text.slice(index + old.length);
  },
];

/** Replaces values in the objects of a valid file with values of other types, to expose code that assumes a type. */
export async function damageObjects(bytes: Uint8Array, random: Random): Promise<Uint8Array> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const { context } = document;
  const objects = context.enumerateIndirectObjects();
  const refs = objects.map(([ref]) => ref);
  const holders = objects.flatMap(([, object]) => holdersIn(object));
  for (let count = 1 + random.below(6); count > 0; count--) {
    const holder = random.pick(holders);
    if (holder instanceof PDFArray) {
      if (holder.size() > 0) holder.set(random.below(holder.size()), otherValue(context, refs, random));
    } else {
      const keys = holder.keys();
      if (keys.length === 0) continue;
      const key = random.pick(keys);
      if (random.below(8) === 0) holder.delete(key);
      else holder.set(key, otherValue(context, refs, random));
    }
  }
  const writer = random.below(2) === 0 ? PDFWriter : PDFStreamWriter;
  return writer.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
}

/** The arrays and dictionaries of an object, at any depth. */
function holdersIn(object: PDFObject): (PDFDict | PDFArray)[] {
  if (object instanceof PDFRawStream) return holdersIn(object.dict);
  if (object instanceof PDFDict) return [object, ...object.values().flatMap(holdersIn)];
  return object instanceof PDFArray ? [object, ...object.asArray().flatMap(holdersIn)] : [];
}

function otherValue(context: PDFContext, refs: readonly PDFRef[], random: Random): PDFObject {
  const kinds: (() => PDFObject)[] = [
    () => random.pick(refs),
    () => random.pick(refs),
    () => PDFRef.of(999_999),
    () => PDFNumber.of(random.pick([-1, 0, 1, 0.5, 65_536, 1e15, -1e15])),
    () => PDFName.of(random.pick(['Pages', 'Page', 'Catalog', 'Identity', 'ObjStm', 'XRef', 'Form', 'Document'])),
    () => PDFString.of(random.pick(['', 'x', '\\000', 'D:', 'part:%'])),
    () => PDFBool.True,
    () => PDFNull,
    () => context.obj({}),
    () => context.obj([]),
    () => context.obj([random.pick(refs), random.pick(refs), 0, 'Fit']),
  ];
  return random.pick(kinds)();
}
