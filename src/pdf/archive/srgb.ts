import { PDFArray, type PDFDict, type PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { flateStream } from '../syntax/streams.js';

const NAME = 'sRGB IEC61966-2.1';

/** The D50 white point, to which profiles refer (ISO 15076-1, 7.2.16). */
const D50 = [0.9642, 1, 0.8249];

/** The primaries of sRGB, adapted to D50 (IEC 61966-2-1, Annex F). */
const PRIMARIES: Readonly<Record<string, readonly number[]>> = {
  rXYZ: [0.4360747, 0.2225045, 0.0139322],
  gXYZ: [0.3850649, 0.7168786, 0.0971045],
  bXYZ: [0.1430804, 0.0606169, 0.7141733],
};

/** The adaptation from D65 to D50 (ISO 15076-1, 9.2.15). */
const ADAPTATION = [
  1.0478112, 0.0228866, -0.050127, 0.0295424, 0.9904844, -0.0170491, -0.0092345, 0.0150436, 0.7521316,
];

/** The transfer curve of sRGB as g, a, b, c and d of a parametric curve (ISO 15076-1, 10.18, function 3). */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

let profile: Uint8Array | undefined;

/** Adds an output intent, so that RGB and gray colors no longer depend on the device (ISO 19005-3, 6.2.3). */
export function addOutputIntent({ context, catalog }: PDFDocument): void {
  profile ??= makeProfile();
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of(NAME),
    Info: PDFString.of(NAME),
    DestOutputProfile: context.register(flateStream(context, profile, { N: 3 })),
  }) as PDFDict;
  const list = PDFArray.withContext(context);
  list.push(intent);
  catalog.set(PDFName.of('OutputIntents'), list);
}

/** Returns a display profile of the sRGB color space (ISO 15076-1, version 4.2). */
export function makeProfile(): Uint8Array {
  const curve = tag('para', [...u16(3), ...u16(0), ...CURVE.flatMap(fixed)]);
  const tags: [string, number[]][] = [
    ['desc', text(NAME)],
    ['cprt', text('In the public domain')],
    ['wtpt', tag('XYZ ', D50.flatMap(fixed))],
    ['chad', tag('sf32', ADAPTATION.flatMap(fixed))],
    ...Object.entries(PRIMARIES).map(([name, xyz]): [string, number[]] => [name, tag('XYZ ', xyz.flatMap(fixed))]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const start = 128 + 4 + tags.length * 12;
  const data: number[] = [];
  const places = new Map<number[], number>();
  for (const [, bytes] of tags) {
    if (places.has(bytes)) continue;
    places.set(bytes, start + data.length);
    data.push(...bytes, ...Array.from({ length: -bytes.length & 3 }, () => 0));
  }
  const table = tags.flatMap(([name, bytes]) => [...latin(name), ...u32(places.get(bytes) ?? 0), ...u32(bytes.length)]);
  const size = start + data.length;
  return new Uint8Array([...header(size), ...u32(tags.length), ...table, ...data]);
}

/** The profile header (ISO 15076-1, 7.2). The date is fixed, so that equal input gives equal bytes. */
function header(size: number): number[] {
  return [
    ...u32(size),
    ...u32(0),
    ...u32(0x04200000),
    ...latin('mntrRGB XYZ '),
    ...[2026, 1, 1, 0, 0, 0].flatMap(u16),
    ...latin('acsp'),
    ...Array.from({ length: 28 }, () => 0),
    ...D50.flatMap(fixed),
    ...Array.from({ length: 48 }, () => 0),
  ];
}

function tag(type: string, content: number[]): number[] {
  return [...latin(type), ...u32(0), ...content];
}

/** A text in one language (ISO 15076-1, 10.15). */
function text(value: string): number[] {
  const content = [...value].flatMap((character) => u16(character.charCodeAt(0)));
  return tag('mluc', [...u32(1), ...u32(12), ...latin('enUS'), ...u32(content.length), ...u32(28), ...content]);
}

function latin(value: string): number[] {
  return [...value].map((character) => character.charCodeAt(0));
}

function u16(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

function u32(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** A number as s15Fixed16 (ISO 15076-1, 4.6). */
function fixed(value: number): number[] {
  return u32(Math.round(value * 0x10000));
}
