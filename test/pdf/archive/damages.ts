import { PDFArray, PDFBool, type PDFDict, PDFHexString, PDFNumber, type PDFObject, PDFString } from 'pdf-lib';
import type { CONDITIONS } from '../../../src/pdf/archive/conditions.js';
import { addComposite, addTrueType, system, useFont } from '../fonts.js';
import { addAnnotation, addContent, addElement, dictIn, name, type Tagged, text, XMP } from '../tagged.js';

/** For every condition of PDF/A-3a, a change that makes a valid document violate only that condition. */
export const DAMAGES: Record<keyof typeof CONDITIONS, (tagged: Tagged) => void> = {
  '6.1.3-2': ({ context }) => {
    context.trailerInfo.Encrypt = context.register(context.obj({ Filter: 'Standard', P: -1 }));
  },
  '6.1.6-1': ({ catalog, context }) => catalog.set(name('Own'), context.obj([PDFHexString.of('ABC')])),
  '6.1.6-2': ({ catalog, context }) => catalog.set(name('Own'), context.obj([PDFHexString.of('ABCX')])),
  '6.1.7.1-3': (tagged) => void addStream(tagged, { F: text('other.dat') }),
  '6.1.7.2-1': (tagged) => void addStream(tagged, { Filter: 'LZWDecode' }, ''),
  '6.1.8-1': ({ font }) => font.set(name('BaseFont'), name('A\u00e9')),
  '6.1.10-1': (tagged) => addArtifact(tagged, 'q BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID \u0000 EI Q'),
  '6.1.12-1': ({ catalog, context }) => catalog.set(name('Perms'), context.obj({ Own: {} })),
  '6.1.12-2': ({ catalog, context }) =>
    catalog.set(
      name('Perms'),
      context.obj({ DocMDP: { Type: 'Sig', Reference: [{ Type: 'SigRef', DigestMethod: 'MD5' }] } }),
    ),
  '6.1.13-1': ({ catalog, context }) => catalog.set(name('Own'), context.obj([2147483648])),
  '6.1.13-2': (tagged) => addContent(tagged, `${'9'.repeat(39)}.5 w`),
  '6.1.13-3': ({ catalog, context }) => catalog.set(name('Own'), context.obj([PDFString.of('a'.repeat(32768))])),
  '6.1.13-4': ({ catalog, context }) => catalog.set(name('Own'), context.obj([name('a'.repeat(128))])),
  '6.1.13-5': ({ catalog, context }) => catalog.set(name('Own'), context.obj([PDFNumber.of(1e-39)])),
  '6.1.13-8': (tagged) => addArtifact(tagged, `${'q '.repeat(29)} 0 0 1 1 re f ${'Q '.repeat(29)}`),
  '6.1.13-9': (tagged) => {
    const names = Array.from({ length: 33 }, (_, index) => `C${index}`);
    const colorants = Object.fromEntries(names.map((each) => [each, separation(tagged, each)]));
    paintColor(tagged, [name('DeviceN'), names, 'DeviceRGB', tint(tagged, 33), { Colorants: colorants }], 33);
  },
  '6.1.13-10': (tagged) => {
    const cmap = tagged.context.stream('1 begincidrange <0000> <0001> 65536 endcidrange', {
      Type: 'CMap',
      CMapName: 'Own',
    });
    cmap.dict.set(name('CIDSystemInfo'), system(tagged, 'Adobe', 'Identity', 0));
    addComposite(tagged).font.set(name('Encoding'), tagged.context.register(cmap));
  },
  '6.1.13-11': ({ page, context }) => page.set(name('CropBox'), context.obj([0, 0, 2, 100])),

  '6.2.2-1': (tagged) => addContent(tagged, 'BX 1 foo EX'),
  '6.2.2-2': (tagged) => {
    const { page, document } = tagged;
    const resources = page.lookup(name('Resources')) as PDFDict;
    page.delete(name('Resources'));
    document.catalog.Pages().set(name('Resources'), resources);
  },
  '6.2.4.2-1': (tagged) => {
    const profile = tagged.context.register(tagged.context.stream('not a profile', { N: 3 }));
    paintColor(tagged, [name('ICCBased'), profile], 3);
  },
  '6.2.4.2-2': (tagged) => paintState(tagged, { OPM: 1, op: true }),
  '6.2.4.3-3': (tagged) => addArtifact(tagged, '0 0 0 1 k 0 0 1 1 re f'),
  '6.2.4.4-1': (tagged) => paintColor(tagged, [name('DeviceN'), ['Own'], 'DeviceRGB', tint(tagged, 1), {}], 1),
  '6.2.4.4-2': (tagged) => {
    paintColor(tagged, separation(tagged, 'Own'), 1, 'C1');
    paintColor(tagged, separation(tagged, 'Own', 2), 1, 'C2');
  },
  '6.2.5-1': (tagged) => paintState(tagged, { TR: 'Identity' }),
  '6.2.5-2': (tagged) => paintState(tagged, { TR2: 'Identity' }),
  '6.2.5-3': (tagged) => paintState(tagged, { HTP: [0, 0] }),
  '6.2.5-4': (tagged) => paintState(tagged, { HT: { Type: 'Halftone', HalftoneType: 10 } }),
  '6.2.5-5': (tagged) => paintState(tagged, { HT: { ...HALFTONE, HalftoneName: text('A') } }),
  '6.2.5-6': (tagged) => paintState(tagged, { HT: { ...HALFTONE, TransferFunction: 'Identity' } }),
  '6.2.6-1': (tagged) => addContent(tagged, '/Own ri'),
  '6.2.8-1': (tagged) => paintImage(tagged, { Alternates: [] }),
  '6.2.8-2': (tagged) => paintImage(tagged, { OPI: {} }),
  '6.2.8-3': (tagged) => paintImage(tagged, { Interpolate: true }),
  '6.2.8-4': (tagged) => paintImage(tagged, { BitsPerComponent: 3 }),
  '6.2.8-5': (tagged) => {
    const mask = { ImageMask: true, BitsPerComponent: 8 };
    paint(tagged, tagged.context.stream('A', { Type: 'XObject', Subtype: 'Image', Width: 1, Height: 1, ...mask }));
  },
  '6.2.8.3': (tagged) => paintImage(tagged, { Filter: 'JPXDecode' }),
  '6.2.9-1': (tagged) => paintForm(tagged, { OPI: {} }),
  '6.2.9-3': (tagged) => paint(tagged, tagged.context.stream('', { Type: 'XObject', Subtype: 'PS' })),
  '6.2.10-1': (tagged) => paintState(tagged, { BM: 'Own' }),
  '6.2.11.2-1': ({ font }) => font.set(name('Type'), name('Own')),
  '6.2.11.2-2': (tagged) => addTrueType(tagged, 4).set(name('Subtype'), name('Own')),
  '6.2.11.2-3': (tagged) => void addTrueType(tagged, 4).delete(name('BaseFont')),
  '6.2.11.2-6': ({ font, context }) => font.set(name('Widths'), context.obj([500, 500])),
  '6.2.11.2-7': (tagged) => {
    const font = addTrueType(tagged, 4);
    const file = tagged.context.register(tagged.context.stream('A', { Subtype: 'Own' }));
    dictIn(font, 'FontDescriptor').set(name('FontFile3'), file);
  },
  '6.2.11.4.2-1': (tagged) => {
    const font = addTrueType(tagged, 4);
    font.set(name('Subtype'), name('Type1'));
    dictIn(font, 'FontDescriptor').set(name('CharSet'), text('/A'));
  },
  '6.2.11.5-1': (tagged) => {
    const font = addTrueType(tagged, 4);
    font.set(name('Subtype'), name('Type1'));
    const descriptor = dictIn(font, 'FontDescriptor');
    descriptor.set(name('FontFile'), descriptor.get(name('FontFile2')) as PDFObject);
    descriptor.delete(name('FontFile2'));
  },
  '6.2.11.7.2-1': (tagged) => {
    const font = tagged.font.clone(tagged.context);
    font.set(name('ToUnicode'), tagged.context.register(tagged.context.stream('1 beginbfchar <42> <0041> endbfchar')));
    font.set(name('Encoding'), tagged.context.obj({ Type: 'Encoding', Differences: [65, 'own'] }));
    const procedure = tagged.context.register(tagged.context.stream('500 0 d0 0 0 500 500 re f'));
    font.set(name('CharProcs'), tagged.context.obj({ own: procedure }));
    useFont(tagged, font, '(A)');
  },
  '6.2.11.7.3-1': ({ font, context }) =>
    font.set(name('ToUnicode'), context.register(context.stream('1 beginbfchar <41> <E000> endbfchar'))),

  '6.3.1-1': (tagged) => annotate(tagged, { Subtype: 'Movie', F: 4, AP: appearance(tagged) }),
  '6.3.2-1': (tagged) => annotate(tagged, { Subtype: 'Highlight', AP: appearance(tagged) }),
  '6.3.2-2': (tagged) => annotate(tagged, { Subtype: 'Highlight', F: 0, AP: appearance(tagged) }),
  '6.3.3-1': (tagged) => annotate(tagged, { Subtype: 'Highlight', F: 4 }),
  '6.3.3-2': (tagged) =>
    annotate(tagged, { Subtype: 'Highlight', F: 4, AP: { ...appearance(tagged), D: appearance(tagged).N } }),
  '6.3.3-3': (tagged) => field(tagged, { FT: 'Btn', F: 4, AP: appearance(tagged) }),
  '6.3.3-4': (tagged) => annotate(tagged, { Subtype: 'Highlight', F: 4, AP: { N: { On: appearance(tagged).N } } }),
  '6.4.1-1': (tagged) => field(tagged, { FT: 'Tx', F: 4, AP: appearance(tagged), A: { S: 'Named', N: 'NextPage' } }),
  '6.4.1-2': (tagged) => {
    const parent = tagged.context.register(tagged.context.obj({ FT: 'Tx', T: text('p'), AA: {} }));
    field(tagged, { FT: 'Tx', F: 4, AP: appearance(tagged), Parent: parent });
    (tagged.context.lookup(parent) as PDFDict).set(
      name('Kids'),
      dictIn(tagged.catalog, 'AcroForm').get(name('Fields')) as PDFObject,
    );
    dictIn(tagged.catalog, 'AcroForm').set(name('Fields'), tagged.context.obj([parent]));
  },
  '6.4.1-3': ({ catalog, context }) =>
    catalog.set(name('AcroForm'), context.obj({ Fields: [], NeedAppearances: true })),
  '6.4.2-1': ({ catalog, context }) => catalog.set(name('AcroForm'), context.obj({ Fields: [], XFA: text('') })),
  '6.4.2-2': ({ catalog }) => catalog.set(name('NeedsRendering'), PDFBool.True),
  '6.5.1-1': ({ catalog, context }) =>
    catalog.set(name('OpenAction'), context.obj({ S: 'JavaScript', JS: text('app.beep()') })),
  '6.5.1-2': ({ catalog, context }) => catalog.set(name('OpenAction'), context.obj({ S: 'Named', N: 'Print' })),
  '6.5.2-1': ({ catalog, context }) => catalog.set(name('AA'), context.obj({})),
  '6.5.2-2': ({ page, context }) => page.set(name('AA'), context.obj({})),

  '6.6.2.1-4': ({ page, context }) =>
    page.set(
      name('Metadata'),
      context.register(context.stream(XMP.replace('</rdf:RDF>', ''), { Type: 'Metadata', Subtype: 'XML' })),
    ),
  '6.7.2.2-1': ({ catalog }) => dictIn(catalog, 'MarkInfo').set(name('Marked'), PDFBool.False),
  '6.7.3.3-1': (tagged) => {
    const { catalog, page } = tagged;
    catalog.delete(name('StructTreeRoot'));
    page.delete(name('Annots'));
    page.delete(name('Contents'));
  },
  '6.7.4-1': (tagged) => void addElement(tagged, tagged.top, 'P', [], { Lang: text('not a tag') }),
  '6.8-1': (tagged) => attach(tagged, {}, { Subtype: undefined }),
  '6.8-3': (tagged) => attach(tagged, { AFRelationship: undefined }),
  '6.8-4': (tagged) => {
    attach(tagged);
    tagged.catalog.delete(name('AF'));
  },
  '6.9-2': (tagged) => addLayers(tagged, { Configs: [{ Name: text('A') }] }),
  '6.9-3': (tagged) => addLayers(tagged, { D: { Name: text('A'), Order: [] } }),
  '6.10-1': ({ catalog, context }) => dictIn(catalog, 'Names').set(name('AlternatePresentations'), context.obj({})),
  '6.10-2': ({ page, context }) => page.set(name('PresSteps'), context.obj({ Type: 'NavNode' })),
  '6.11-1': ({ catalog, context }) => catalog.set(name('Requirements'), context.obj([])),
};

const HALFTONE = { Type: 'Halftone', HalftoneType: 1, Frequency: 60, Angle: 45, SpotFunction: 'Round' };

function addStream({ context, catalog }: Tagged, entries: Record<string, unknown>, content = 'A') {
  const ref = context.register(context.stream(content, entries as never));
  catalog.set(name('Own'), ref);
  return ref;
}

/** Appends content that is an artifact. */
function addArtifact(tagged: Tagged, content: string): void {
  addContent(tagged, `/Artifact BMC ${content} EMC`);
}

/** Paints an XObject as an artifact. */
function paint(tagged: Tagged, stream: PDFObject): void {
  dictIn(dictIn(tagged.page, 'Resources'), 'XObject').set(name('X'), tagged.context.register(stream));
  addArtifact(tagged, '/X Do');
}

function paintImage(tagged: Tagged, entries: Record<string, unknown>): void {
  const image = { Type: 'XObject', Subtype: 'Image', Width: 1, Height: 1, ColorSpace: 'DeviceGray' };
  paint(tagged, tagged.context.stream('A', { ...image, BitsPerComponent: 8, ...entries } as never));
}

function paintForm(tagged: Tagged, entries: Record<string, unknown>): void {
  const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 1, 1], Resources: {} };
  paint(tagged, tagged.context.stream('0 0 1 1 re f', { ...form, ...entries } as never));
}

function paintState(tagged: Tagged, entries: Record<string, unknown>): void {
  const states = dictIn(dictIn(tagged.page, 'Resources'), 'ExtGState');
  states.set(name('S'), tagged.context.obj({ Type: 'ExtGState', ...entries } as never));
  addArtifact(tagged, 'q /S gs 0 0 1 1 re f Q');
}

let painted = '';

/** Fills a rectangle with a color of the given space. */
function paintColor(tagged: Tagged, space: unknown, components: number, key = 'C'): void {
  const spaces = dictIn(dictIn(tagged.page, 'Resources'), 'ColorSpace');
  const before = spaces.keys().length > 0 ? painted : '';
  spaces.set(name(key), space instanceof PDFArray ? space : tagged.context.obj(space as never));
  painted = `${before} /${key} cs ${'0 '.repeat(components)} scn 0 0 1 1 re f`;
  addArtifact(tagged, painted);
}

/** A function from tints to RGB. */
function tint({ context }: Tagged, inputs: number, exponent = 1): PDFObject {
  if (inputs === 1)
    return context.register(
      context.obj({ FunctionType: 2, Domain: [0, 1], C0: [1, 1, 1], C1: [0, 0, 0], N: exponent }),
    );
  const program = `{ ${'pop '.repeat(inputs)} 0 0 0 }`;
  const domain = Array.from({ length: inputs * 2 }, (_, index) => index % 2);
  return context.register(context.stream(program, { FunctionType: 4, Domain: domain, Range: [0, 1, 0, 1, 0, 1] }));
}

function separation(tagged: Tagged, color: string, exponent = 1): PDFArray {
  return tagged.context.obj(
    ['Separation', color, 'DeviceRGB', tint(tagged, 1, exponent)].map((item) =>
      typeof item === 'string' ? name(item) : item,
    ) as never,
  ) as unknown as PDFArray;
}

function appearance({ context }: Tagged): { N: PDFObject } {
  const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 10, 10], Resources: {} };
  return { N: context.register(context.stream('0 0 1 1 re f', form)) };
}

function annotate(tagged: Tagged, entries: Record<string, unknown>): void {
  addAnnotation(tagged, addElement(tagged, tagged.top, 'Annot'), { Contents: text('A'), ...entries });
}

function field(tagged: Tagged, entries: Record<string, unknown>): void {
  const widget = addAnnotation(tagged, addElement(tagged, tagged.top, 'Form'), {
    ...{ Subtype: 'Widget', TU: text('A'), T: text('a'), Contents: text('A') },
    ...entries,
  });
  const ref = tagged.context.getObjectRef(widget) as PDFObject;
  tagged.catalog.set(name('AcroForm'), tagged.context.obj({ Fields: [ref] } as never));
}

function attach(
  { context, catalog }: Tagged,
  entries: Record<string, unknown> = {},
  file: Record<string, unknown> = {},
): void {
  const stream = { Type: 'EmbeddedFile', Subtype: 'text/plain', Params: { Size: 1 }, ...file };
  const ref = context.register(context.stream('A', clean(stream)));
  const named = { Type: 'Filespec', F: text('a.txt'), UF: text('a.txt'), Desc: text('A') };
  const spec = { ...named, AFRelationship: 'Source', ...entries };
  const specRef = context.register(context.obj(clean({ ...spec, EF: { F: ref, UF: ref } })));
  catalog.set(name('Names'), context.obj({ EmbeddedFiles: { Names: [text('a.txt'), specRef] } }));
  catalog.set(name('AF'), context.obj([specRef]));
}

function clean(entries: Record<string, unknown>): never {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as never;
}

function addLayers({ context, catalog }: Tagged, entries: Record<string, unknown>): void {
  const group = context.register(context.obj({ Type: 'OCG', Name: text('Layer') }));
  catalog.set(
    name('OCProperties'),
    context.obj({ OCGs: [group], D: { Name: text('A'), Order: [group] }, ...entries } as never),
  );
}
