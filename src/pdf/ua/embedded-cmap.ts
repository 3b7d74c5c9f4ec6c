import { type PDFDict, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { textOf } from '../structure/tree.js';
import { scanContent } from '../syntax/content.js';
import { decodeStream } from '../syntax/page-content.js';
import { type Finding, fault } from './conditions.js';

/** The predefined CMaps (ISO 32000-1, Table 118). */
export const PREDEFINED: ReadonlySet<string> = new Set(
  (
    'GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16 B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 ' +
    'UniCNS-UTF16 83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW UniJIS-UTF16 ' +
    'KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16 Identity'
  )
    .split(' ')
    .flatMap((name) => [`${name}-H`, `${name}-V`])
    .concat('H', 'V'),
);

/** CMaps that a document brings itself (ISO 14289-1, 7.21.3.1 and 7.21.3.3). */
export function* checkEmbedded(cmap: PDFRawStream, cid: PDFDict, where: string): Generator<Finding> {
  yield* checkSystems(cmap.dict, cid, where);
  const { mode, others } = saidIn(cmap);
  if (numberAt(cmap.dict, 'WMode') !== mode) yield fault('31-007', where);
  const base = cmap.dict.lookup(PDFName.of('UseCMap'));
  const used = base instanceof PDFRawStream ? base.dict.lookup(PDFName.of('CMapName')) : base;
  const names = used instanceof PDFName ? [...others, used.decodeText()] : others;
  if (names.some((name) => !PREDEFINED.has(name))) yield fault('31-008', where);
}

/** The characters that font and CMap speak of (ISO 32000-1, 9.7.3). */
function* checkSystems(cmap: PDFDict, cid: PDFDict, where: string): Generator<Finding> {
  const [ofMap, ofFont] = [dictAt(cmap, 'CIDSystemInfo'), dictAt(cid, 'CIDSystemInfo')];
  const differs = (key: string) => textOf(ofMap?.lookup(PDFName.of(key))) !== textOf(ofFont?.lookup(PDFName.of(key)));
  if (differs('Registry')) yield fault('31-001', where);
  if (differs('Ordering')) yield fault('31-002', where);
  if (numberAt(ofFont, 'Supplement') < numberAt(ofMap, 'Supplement')) yield fault('31-003', where);
}

interface Said {
  /** Whether it writes from left to right (0) or downwards (1). */
  mode: number;
  /** The CMaps that it takes up. */
  others: readonly string[];
}

const KNOWN = new WeakMap<PDFRawStream, Said>();

/** What a CMap says in its own program, whose syntax is that of content streams. */
function saidIn(cmap: PDFRawStream): Said {
  let said = KNOWN.get(cmap);
  if (!said) {
    let mode = 0;
    const others: string[] = [];
    scanContent(decodeStream(cmap), (operation) => {
      const name = operation.name(0);
      if (operation.operator === 'def' && name === 'WMode') mode = operation.number(1) ?? 0;
      else if (operation.operator === 'usecmap' && name !== undefined) others.push(name);
    });
    said = { mode, others };
    KNOWN.set(cmap, said);
  }
  return said;
}

function numberAt(dict: PDFDict | undefined, key: string): number {
  const value = dict?.lookup(PDFName.of(key));
  return value instanceof PDFNumber ? value.asNumber() : 0;
}
