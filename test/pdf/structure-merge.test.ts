import { PDFArray, PDFDict, PDFDocument, type PDFName, type PDFObject } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { saveStable } from '../../src/pdf/metadata.js';
import { makeAccessible } from '../../src/pdf/structure/accessible.js';
import { resolveRole } from '../../src/pdf/structure/elements.js';
import { readNameTree, readNumberTree, textOf } from '../../src/pdf/structure/trees.js';
import { structureFaults, walkStructure } from '../support/structure.js';
import { mergePdfs } from './merging.js';
import { A, Print } from './print.js';
import { addElement, dictIn, name, type Tagged, text } from './tagged.js';

type Change = (tagged: Tagged, element: PDFDict) => void;

/** A tagged document with one additional element, which is changed after everything else is complete. */
async function tagged(change: Change = () => undefined): Promise<PDFDocument> {
  const print = await Print.make();
  print.show(A);
  const element = addElement(print.tagged, print.tagged.top, 'P', [0]);
  makeAccessible(print.tagged.document);
  change(print.tagged, element);
  return print.tagged.document;
}

async function merge(...sources: PDFDocument[]) {
  const parts = sources.map((source, index) => {
    const key = `p${index + 1}`;
    return { key, title: key, source, numbers: 'arabic' as const };
  });
  const merged = await mergePdfs(parts);
  const bytes = await saveStable(merged.document);
  const { catalog } = await PDFDocument.load(bytes, { updateMetadata: false });
  const root = catalog.lookup(name('StructTreeRoot'), PDFDict);
  const elements = [...walkStructure(root)];
  return { bytes, root, elements, typed: (type: string) => elements.filter((it) => typeOf(it) === type) };
}

const typeOf = (element: PDFDict) => (element.lookup(name('S')) as PDFName).decodeText();

describe('a structure type used by two sources', () => {
  const custom = (type: string, roles: Record<string, string>): Change => {
    return ({ root }, element) => {
      element.set(name('S'), name(type));
      for (const [from, to] of Object.entries(roles)) dictIn(root, 'RoleMap').set(name(from), name(to));
    };
  };

  /** Standard roles of the changed elements in the merged document, in source order. */
  const rolesOf = async (...changes: Change[]) => {
    const { root, elements, bytes } = await merge(...(await Promise.all(changes.map(tagged))));
    expect(await structureFaults(bytes)).toEqual([]);
    const map = root.lookup(name('RoleMap'), PDFDict);
    const own = elements.filter((element) => map.has(element.lookup(name('S')) as PDFName));
    return own.map((element) => [typeOf(element), resolveRole(map, typeOf(element)).standard]);
  };

  test('is merged if it has the same role in both', async () => {
    expect(await rolesOf(custom('Tip', { Tip: 'Note' }), custom('Tip', { Tip: 'Note' }))).toEqual([
      ['Tip', 'Note'],
      ['Tip', 'Note'],
    ]);
  });

  test('is renamed in the second source if its role differs', async () => {
    const changes = [custom('Tip', { Tip: 'Note' }), custom('Tip', { Tip: 'Span' }), custom('Tip', { Tip: 'Span' })];
    expect(await rolesOf(...changes)).toEqual([
      ['Tip', 'Note'],
      ['Tip-2', 'Span'],
      ['Tip-2', 'Span'],
    ]);
  });

  test('is renamed if its role differs only after two mappings', async () => {
    const changes = [custom('Tip', { Tip: 'Aside', Aside: 'Sect' }), custom('Tip', { Tip: 'Aside', Aside: 'Note' })];
    expect(await rolesOf(...changes)).toEqual([
      ['Tip', 'Sect'],
      ['Tip-2', 'Note'],
    ]);
  });

  test('keeps its standard role in one source if another source remaps it', async () => {
    const remapping = await tagged(custom('Quote', { Quote: 'Span' }));
    const plain = await tagged((_, element) => element.set(name('S'), name('Quote')));
    const { root, typed } = await merge(remapping, plain);
    expect(typed('Quote')).toHaveLength(1);
    expect(typed('Quote-2')).toHaveLength(1);
    expect(String(root.lookup(name('RoleMap')))).toMatch(/^<<\s*\/Quote#2D2 \/Span\s*>>$|^<<\s*\/Quote-2 \/Span\s*>>$/);
  });
});

test('keeps the attribute classes of each source and their revision numbers', async () => {
  const classed = (width: number, asList: boolean) =>
    tagged(({ root, context }, element) => {
      dictIn(root, 'ClassMap').set(name('Box'), context.obj({ O: 'Layout', Width: width }));
      element.set(name('C'), asList ? context.obj([name('Box'), 3]) : name('Box'));
    });
  const { root, elements } = await merge(await classed(1, false), await classed(2, true), await classed(1, true));
  const map = root.lookup(name('ClassMap'), PDFDict);
  const classes = elements.flatMap((element) => element.lookup(name('C')) ?? []);
  const widths = classes.map((value) => {
    const [first, revision] = value instanceof PDFArray ? value.asArray() : [value];
    return [String(map.lookup(first as PDFName, PDFDict).lookup(name('Width'))), revision && String(revision)];
  });
  expect(widths).toEqual([
    ['1', undefined],
    ['2', '3'],
    ['1', '3'],
  ]);
  expect(map.keys()).toHaveLength(2);
});

test('keeps equal identifiers separate, and sorts the identifier tree and sets its limits', async () => {
  const identified = () =>
    tagged(({ root, context }, element) => {
      element.set(name('ID'), text('here'));
      root.set(name('IDTree'), context.obj({ Names: [text('here'), context.getObjectRef(element) as PDFObject] }));
    });
  const sources = await Promise.all(Array.from({ length: 12 }, identified));
  const { root, elements } = await merge(...sources);
  const tree = root.lookup(name('IDTree'), PDFDict);
  const entries = [...readNameTree(tree)];
  const ids = elements.flatMap((element) => textOf(element.lookup(name('ID'))) ?? []);
  expect(entries.map(([id]) => id)).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(12);
  for (const [id, ref] of entries) {
    expect(textOf(root.context.lookup(ref, PDFDict).lookup(name('ID')))).toBe(id);
  }
  const kids = tree.lookup(name('Kids'), PDFArray);
  const limits = kids.asArray().map((_, index) => kids.lookup(index, PDFDict).lookup(name('Limits'), PDFArray));
  expect(limits.map((pair) => textOf(pair.lookup(0)))).toEqual(ids.toSorted());
});

test('writes one leaf of the parent tree for each source, with sorted keys', async () => {
  const { root } = await merge(await tagged(), await tagged(), await tagged());
  const tree = root.lookup(name('ParentTree'), PDFDict);
  const keys = [...readNumberTree(tree)].map(([key]) => key);
  expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  expect(new Set(keys).size).toBe(keys.length);
  expect(tree.lookup(name('Kids'), PDFArray).size()).toBe(3);
});

test('does not share a form XObject that contains marks, even if another source has identical bytes', async () => {
  const forming = () =>
    tagged(({ context, page }) => {
      const entries = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 9, 9], StructParents: 5 };
      const form = context.register(context.stream('/P <</MCID 0>> BDC EMC', entries));
      dictIn(dictIn(page, 'Resources'), 'XObject').set(name('Form'), form);
    });
  const merged = await mergePdfs([
    { key: 'a', title: 'a', source: await forming(), numbers: 'arabic' },
    { key: 'b', title: 'b', source: await forming(), numbers: 'arabic' },
  ]);
  const forms = merged.document
    .getPages()
    .map((page) => page.node.Resources()?.lookup(name('XObject'), PDFDict).get(name('Form')));
  expect(new Set(forms.map(String)).size).toBe(2);
});
