import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { type Claim, claimIn, claimTexts, withoutArchive } from './claims.js';
import { isOnPdf2, type Standard } from './standards.js';
import { decodeBounded } from './syntax/streams.js';
import { writePdf } from './syntax/write.js';

/** The document information of a PDF. */
export interface DocumentInfo {
  title: string;
  author?: string | undefined;
  subject?: string | undefined;
  keywords?: readonly string[] | undefined;
  lang: string;
  /** The reading direction; left to right by default. */
  direction?: 'ltr' | 'rtl' | undefined;
  /** The name and version of the program that made the document. */
  creator: string;
  /** The time of the last content change, as an ISO 8601 date or date and time; absent if unknown. */
  date?: string | undefined;
  /** The standard to claim if the document conforms to it; `a-3a` by default. */
  standard?: Standard | undefined;
}

/** A placeholder for the trailer ID, replaced in the saved bytes by their own digest. */
const BLANK_ID = '0'.repeat(32);

/** Writes the document information, the equivalent XMP, the language and the viewer preferences. */
export function setInfo(document: PDFDocument, info: DocumentInfo): void {
  const { context, catalog } = document;
  const old = context.trailerInfo.Info;
  if (old) context.delete(old as never);
  context.trailerInfo.Info = isOnPdf2(info.standard) ? undefined : context.register(infoDict(context, info));
  catalog.set(PDFName.of('Lang'), PDFString.of(info.lang));
  // Facing pages start on the right for right-to-left documents (ISO 32000-1, 12.2).
  const direction = info.direction === 'rtl' ? { Direction: 'R2L' } : {};
  catalog.set(PDFName.of('ViewerPreferences'), context.obj({ DisplayDocTitle: true, ...direction }));
  setXmp(document, info, 'none');
}

/** The document information dictionary, which PDF 2.0 deprecates and PDF/A-4 forbids (ISO 19005-4, 6.1.3). */
function infoDict(context: PDFContext, info: DocumentInfo): PDFDict {
  const date = info.date === undefined ? undefined : pdfDate(info.date);
  const entries: Record<string, PDFHexString | PDFString | undefined> = {
    Title: PDFHexString.fromText(info.title),
    Author: info.author ? PDFHexString.fromText(info.author) : undefined,
    Subject: info.subject ? PDFHexString.fromText(info.subject) : undefined,
    Keywords: info.keywords?.length ? PDFHexString.fromText(info.keywords.join(', ')) : undefined,
    Creator: PDFHexString.fromText(info.creator),
    Producer: PDFHexString.fromText(info.creator),
    CreationDate: date ? PDFString.of(date) : undefined,
    ModDate: date ? PDFString.of(date) : undefined,
  };
  const dict = context.obj({}) as PDFDict;
  for (const [key, value] of Object.entries(entries)) if (value) dict.set(PDFName.of(key), value);
  return dict;
}

/**
 * Writes the document information as XMP (ISO 16684-1).
 *
 * @param claim the standard that the document conforms to (ISO 14289-1, 5; ISO 19005-3, 6.6.4; ISO 14289-2, 5;
 *   ISO 19005-4, 6.7.3)
 */
export function setXmp(document: PDFDocument, info: DocumentInfo, claim: Claim): void {
  writeXmp(document, xmp(info, claim));
}

/** The standard that the XMP of a document claims, as Dossier writes it. */
export function claimOf(document: PDFDocument): Claim {
  return claimIn(readXmp(document));
}

/** The program that made a document and the time of its creation, as its XMP states them. */
export function originOf(document: PDFDocument): { creator: string | undefined; date: string | undefined } {
  const packet = readXmp(document);
  const stated = (name: string) => new RegExp(`<xmp:${name}>([^<]*)</xmp:${name}>`).exec(packet)?.[1];
  const creator = stated('CreatorTool')?.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return { creator, date: stated('CreateDate') };
}

function readXmp(document: PDFDocument): string {
  const stream = document.catalog.lookup(PDFName.of('Metadata'));
  return stream instanceof PDFRawStream ? new TextDecoder().decode(decodeBounded(stream)) : '';
}

/** Removes the claim of conformance to PDF/A from a document that Dossier wrote. */
export function withdrawArchive(document: PDFDocument): void {
  const stream = document.catalog.lookup(PDFName.of('Metadata'));
  if (!(stream instanceof PDFRawStream)) return;
  const written = new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeBounded(stream));
  writeXmp(document, withoutArchive(written));
  document.catalog.delete(PDFName.of('OutputIntents'));
}

function writeXmp(document: PDFDocument, packet: string): void {
  const { context, catalog } = document;
  const key = PDFName.of('Metadata');
  const stream = PDFRawStream.of(
    context.obj({ Type: 'Metadata', Subtype: 'XML' }) as PDFDict,
    new TextEncoder().encode(packet),
  );
  const old = catalog.get(key);
  if (old instanceof PDFRef) context.assign(old, stream);
  else catalog.set(key, context.register(stream));
}

/**
 * Saves with object streams and a trailer ID that is the digest of the content, so that equal input gives equal bytes.
 */
export async function saveStable(document: PDFDocument): Promise<Uint8Array> {
  setId(document.context, BLANK_ID);
  await document.flush();
  const bytes = writePdf(document.context);
  const id = [...(await digest(bytes)).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return replaceId(bytes, id);
}

/** The digest of the digests of 1 MiB pieces. Web Crypto copies its input, and a packet may be large. */
async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(await sha256(bytes.subarray(at, at + PIECE)));
  return sha256(new Uint8Array(pieces.flatMap((piece) => [...piece])));
}

const PIECE = 1 << 20;

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  // A page served over plain HTTP from another machine has no `crypto.subtle`.
  if (!crypto.subtle) return (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

function setId(context: PDFContext, id: string): void {
  context.trailerInfo.ID = PDFArray.withContext(context);
  (context.trailerInfo.ID as PDFArray).push(PDFHexString.of(id));
  (context.trailerInfo.ID as PDFArray).push(PDFHexString.of(id));
}

/** Replaces the last two placeholder IDs: the trailer is at the end of the file, so these are its own. */
function replaceId(bytes: Uint8Array, id: string): Uint8Array {
  const blank = new TextEncoder().encode(`<${BLANK_ID}>`);
  const written = new TextEncoder().encode(`<${id}>`);
  let left = 2;
  for (let at = bytes.length - blank.length; at >= 0 && left > 0; at--) {
    if (bytes[at] !== 0x3c || !blank.every((byte, index) => bytes[at + index] === byte)) continue;
    bytes.set(written, at);
    left -= 1;
  }
  if (left > 0) throw new Error('the trailer ID was not found where it was written');
  return bytes;
}

/** Converts an ISO 8601 date to `D:20261101000000Z` (ISO 32000-1, 7.9.4). */
export function pdfDate(iso: string): string {
  return `D:${new Date(fullDate(iso)).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
}

/** Completes a partial date with the first moment that it can mean. */
function fullDate(iso: string): string {
  return /^\d{4}(-\d{2})?$/.test(iso) ? `${iso}${iso.length === 4 ? '-01' : ''}-01` : iso;
}

const PDFUA = ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"';

/** Characters that XML cannot contain. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function xmp(info: DocumentInfo, claim: Claim): string {
  const { ua, archive } = claimTexts(claim);
  const date = info.date === undefined ? undefined : new Date(fullDate(info.date)).toISOString().replace('.000Z', 'Z');
  const text = (value: string) =>
    value.replace(NOT_XML, '').replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  const alternative = (value: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${text(value)}</rdf:li></rdf:Alt>`;
  const lines = [
    `<dc:format>application/pdf</dc:format>`,
    `<dc:title>${alternative(info.title)}</dc:title>`,
    info.author && `<dc:creator><rdf:Seq><rdf:li>${text(info.author)}</rdf:li></rdf:Seq></dc:creator>`,
    info.subject && `<dc:description>${alternative(info.subject)}</dc:description>`,
    `<dc:language><rdf:Bag><rdf:li>${text(info.lang)}</rdf:li></rdf:Bag></dc:language>`,
    info.keywords?.length && `<pdf:Keywords>${text(info.keywords.join(', '))}</pdf:Keywords>`,
    `<pdf:Producer>${text(info.creator)}</pdf:Producer>`,
    `<xmp:CreatorTool>${text(info.creator)}</xmp:CreatorTool>`,
    date && `<xmp:CreateDate>${date}</xmp:CreateDate>`,
    date && `<xmp:ModifyDate>${date}</xmp:ModifyDate>`,
    ua,
  ];
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"${ua ? PDFUA : ''}>
${lines.filter(Boolean).join('\n')}
</rdf:Description>
${archive}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}

/** The items of a dictionary entry if it is an array; otherwise an empty list. */
export function listAt(dict: PDFDict | undefined, key: string): PDFObject[] {
  const list = dict?.lookup(PDFName.of(key));
  return list instanceof PDFArray ? list.asArray() : [];
}

/** A dictionary entry if it is a dictionary. */
export function dictAt(dict: PDFDict | undefined, key: string): PDFDict | undefined {
  const value = dict?.lookup(PDFName.of(key));
  return value instanceof PDFDict ? value : undefined;
}
