import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
} from 'pdf-lib';
import { readNumberTree } from '../../src/pdf/structure/trees.js';

/** Inconsistencies in the structure of a tagged PDF; empty if all marks, pages and parents agree. */
export async function structureFaults(bytes: Uint8Array): Promise<string[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const { context, catalog } = document;
  const faults: string[] = [];
  const root = catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict);
  const parents = new Map(readNumberTree(root.lookup(PDFName.of('ParentTree'), PDFDict)));
  const owners = new Map<PDFObject, PDFRef>();
  for (const [ref, object] of context.enumerateIndirectObjects()) owners.set(object, ref);
  let marks = 0;

  for (const element of walkStructure(root)) {
    const own = owners.get(element);
    const parent = element.lookup(PDFName.of('P'));
    if (!(parent instanceof PDFDict)) faults.push(`${own} has no parent`);
    const kids = element.lookup(PDFName.of('K'));
    for (const kid of kids instanceof PDFArray ? kids.asArray() : kids ? [kids] : []) {
      const value = kid instanceof PDFRef ? context.lookup(kid) : kid;
      const page = (dict: PDFDict) => dict.lookup(PDFName.of('Pg')) ?? element.lookup(PDFName.of('Pg'));
      if (value instanceof PDFNumber) {
        marks += 1;
        checkMark(element.lookup(PDFName.of('Pg')), value.asNumber(), own);
      } else if (value instanceof PDFDict && value.has(PDFName.of('MCID'))) {
        marks += 1;
        const form = value.lookup(PDFName.of('Stm'));
        checkMark(
          form instanceof PDFRawStream ? form.dict : page(value),
          value.lookup(PDFName.of('MCID'), PDFNumber).asNumber(),
          own,
        );
      } else if (value instanceof PDFDict && value.get(PDFName.of('Type')) === PDFName.of('OBJR')) {
        const annotation = value.lookup(PDFName.of('Obj'), PDFDict);
        const key = annotation.lookup(PDFName.of('StructParent'), PDFNumber).asNumber();
        if (parents.get(key) !== own)
          faults.push(`object reference of ${own}: the parent tree has ${parents.get(key)} for key ${key}`);
      }
    }
  }
  function checkMark(page: PDFObject | undefined, mcid: number, own: PDFRef | undefined): void {
    if (!(page instanceof PDFDict)) return void faults.push(`a mark of ${own} has no page`);
    const key = page.lookup(PDFName.of('StructParents'), PDFNumber).asNumber();
    const list = parents.get(key);
    const array = list instanceof PDFRef ? context.lookup(list) : list;
    const owner = array instanceof PDFArray ? array.get(mcid) : undefined;
    if (owner !== own) faults.push(`mark ${mcid} of ${own}: the parent tree has ${owner}`);
  }
  if (marks === 0) faults.push('the document has no marks');
  return faults;
}

/** The objects that are not reachable from the trailer. */
export async function unreachable(bytes: Uint8Array): Promise<string[]> {
  const { context } = await PDFDocument.load(bytes, { updateMetadata: false });
  const seen = new Set<PDFRef>();
  const queue: (PDFObject | undefined)[] = [context.trailerInfo.Root, context.trailerInfo.Info];
  for (let object = queue.pop(); object !== undefined || queue.length > 0; object = queue.pop()) {
    if (object instanceof PDFRef) {
      if (seen.has(object)) continue;
      seen.add(object);
      queue.push(context.lookup(object));
    } else if (object instanceof PDFDict) queue.push(...object.values());
    else if (object instanceof PDFArray) queue.push(...object.asArray());
    else if (object instanceof PDFRawStream) queue.push(object.dict);
  }
  return context
    .enumerateIndirectObjects()
    .filter(([ref, object]) => !seen.has(ref) && !isContainer(object))
    .map(([ref, object]) => `${ref} ${String(object).slice(0, 80)}`);
}

/** `true` for object and cross-reference streams, which no object refers to. */
function isContainer(object: PDFObject): boolean {
  const type = object instanceof PDFRawStream ? object.dict.get(PDFName.of('Type')) : undefined;
  return type === PDFName.of('ObjStm') || type === PDFName.of('XRef');
}

/** The decoded streams and all other objects of a PDF as one text. */
export async function allText(bytes: Uint8Array): Promise<string> {
  const { context } = await PDFDocument.load(bytes, { updateMetadata: false });
  return context
    .enumerateIndirectObjects()
    .map(([, object]) =>
      object instanceof PDFRawStream
        ? `${object.dict}${new TextDecoder('latin1').decode(decode(object))}`
        : String(object),
    )
    .join('\n');
}

function decode(stream: PDFRawStream): Uint8Array {
  try {
    return decodePDFRawStream(stream).decode();
  } catch {
    return stream.contents;
  }
}

/** Every structure element below a root, in reading order (ISO 32000-1, 14.7.2). */
export function* walkStructure(root: PDFDict): Generator<PDFDict> {
  const stack: PDFDict[] = childElements(root).reverse();
  for (let element = stack.pop(); element; element = stack.pop()) {
    yield element;
    for (const child of childElements(element).reverse()) stack.push(child);
  }
}

function childElements(element: PDFDict): PDFDict[] {
  const kids = element.lookup(PDFName.of('K'));
  const list = kids instanceof PDFArray ? kids.asArray() : kids ? [kids] : [];
  return list.flatMap((kid): PDFDict[] => {
    const child = kid instanceof PDFRef ? element.context.lookup(kid) : kid;
    return child instanceof PDFDict && child.has(PDFName.of('S')) ? [child] : [];
  });
}
