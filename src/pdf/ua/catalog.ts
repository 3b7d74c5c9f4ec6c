import { PDFArray, PDFBool, PDFDict, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { fileSpecs } from '../attach.js';
import { dictAt } from '../metadata.js';
import { decodeStream } from '../syntax/page-content.js';
import { type Finding, fault } from './conditions.js';
import { stated, type Whole } from './subject.js';

/** Whether the tags are suspect, and the viewer preferences (ISO 14289-1, 7.1): checkpoints 01 and 07. */
export function* checkPreferences({ catalog }: Whole): Generator<Finding> {
  if (dictAt(catalog, 'MarkInfo')?.lookup(PDFName.of('Suspects')) === PDFBool.True) yield fault('01-007');
  const display = dictAt(catalog, 'ViewerPreferences')?.lookup(PDFName.of('DisplayDocTitle'));
  if (display === undefined) yield fault('07-001');
  else if (display !== PDFBool.True) yield fault('07-002');
}

/** Optional content (ISO 14289-1, 7.10): checkpoint 20. */
export function* checkOptionalContent({ catalog }: Whole): Generator<Finding> {
  const properties = dictAt(catalog, 'OCProperties');
  if (!properties) return;
  const standard = dictAt(properties, 'D');
  const list = properties.lookup(PDFName.of('Configs'));
  const others = list instanceof PDFArray ? list.asArray().map((_, index) => list.lookup(index)) : [];
  const configurations = others.filter((item) => item instanceof PDFDict);
  if (configurations.some((item) => !stated(item, 'Name'))) yield fault('20-001');
  if (standard && !stated(standard, 'Name')) yield fault('20-002');
  const automatic = [standard, ...configurations].some((item) => item?.has(PDFName.of('AS')));
  if (automatic) yield fault('20-003');
}

/** Embedded files (ISO 14289-1, 7.11): checkpoint 21. */
export function* checkFiles({ document }: Whole): Generator<Finding> {
  for (const [name, value] of fileSpecs(document)) {
    const spec = document.context.lookup(value);
    if (spec instanceof PDFDict && !isNamed(spec)) yield fault('21-001', name);
  }
}

/** Whether a file specification has its name for every system. */
export function isNamed(spec: PDFDict): boolean {
  return stated(spec, 'F') && stated(spec, 'UF');
}

/** XFA forms (ISO 14289-1, 7.15): checkpoint 25. */
export function* checkXfa({ catalog }: Whole): Generator<Finding> {
  const xfa = dictAt(catalog, 'AcroForm')?.lookup(PDFName.of('XFA'));
  const parts = xfa instanceof PDFArray ? xfa.asArray().map((_, index) => xfa.lookup(index)) : [xfa];
  const text = parts
    .filter((part) => part instanceof PDFRawStream)
    .map((part) => new TextDecoder().decode(decodeStream(part)))
    .join('');
  if (/<(?:\w+:)?dynamicRender[^<>]*>\s*required\s*</.test(text)) yield fault('25-001');
}

/** Encryption (ISO 14289-1, 7.16): checkpoint 26. */
export function* checkSecurity({ document }: Whole): Generator<Finding> {
  const encryption = document.context.lookup(document.context.trailerInfo.Encrypt);
  if (!(encryption instanceof PDFDict)) return;
  const permissions = encryption.lookup(PDFName.of('P'));
  if (!(permissions instanceof PDFNumber)) yield fault('26-001');
  else if ((permissions.asNumber() & 0x200) === 0) yield fault('26-002');
}
