import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { mayContain, mayHoldContent, singlesIn } from '../../src/pdf/structure/containment.js';
import { requireThat } from '../support/outside.js';
import { findJar } from '../support/readers.js';

/** A type that PDF/UA-2 forbids altogether, so that rules about it are not needed. */
const FORBIDDEN = 'H';

test('the table of structure types is that of veraPDF for ISO/TS 32005', async (context) => {
  const jar = findJar('greenfield-apps');
  requireThat(context, jar !== undefined, 'veraPDF is not installed');
  const files = await JSZip.loadAsync(await readFile(jar ?? ''));
  const profile = await files.file('org/verapdf/pdfa/validation/PDFUA-2-ISO32005.xml')?.async('string');
  const rules = [...(profile ?? '').matchAll(/clause="Table 5\. (\w+)-(\w+)"[\s\S]*?<test>([^<]*)<\/test>/g)];
  expect(rules.length).toBe(1632);
  const forbidden = new Set<string>();
  const types = new Set<string>();
  for (const [, parent = '', child = '', condition = ''] of rules) {
    if (parent === 'StructTreeRoot') continue;
    types.add(parent);
    if (condition.includes('hasContentItems')) expect([parent, mayHoldContent(parent)]).toEqual([parent, false]);
    else if (condition.includes('length &lt;= 1')) {
      if (child !== FORBIDDEN && parent !== FORBIDDEN)
        expect([parent, singlesIn(parent)]).toEqual([parent, expect.arrayContaining([child])]);
    } else {
      types.add(child);
      forbidden.add(`${parent} ${child}`);
    }
  }
  const all = [...types].flatMap((parent) => [...types].map((child) => [parent, child] as const));
  const wrong = all.filter(([parent, child]) => {
    const name = (type: string) => (type === 'Hn' ? 'H2' : type);
    return mayContain(name(parent), name(child)) === forbidden.has(`${parent} ${child}`);
  });
  expect(wrong).toEqual([]);
});
