import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import { DOCUMENTS, imported, load, lost } from './support.js';

/** A document of each format, namely those with the most kinds of entries. */
const LARGE = DOCUMENTS.filter((path) => /fixtures|fresh\/jane-full|sample/.test(path));

/** Keys whose contents are settings of the other tool. */
const SETTINGS = ['design', 'locale', 'settings', 'layouts', 'computed'];

describe.each(LARGE.map((path) => [basename(path), path] as const))('%s', (_name, path) => {
  test('loses nothing under unknown keys, wherever they are', async () => {
    const document = parseDocument(load(path), { uniqueKeys: false });
    let count = 0;
    visit(document, {
      Pair: (_key, pair) => (isScalar(pair.key) && SETTINGS.includes(String(pair.key.value)) ? visit.SKIP : undefined),
      Map: (_key, map) => {
        count += 1;
        map.add(document.createPair(`kkey${count}`, `kvalue${count}`));
        if (count % 2 === 0) map.add(document.createPair(`klist${count}`, [`kfirst${count}`, `ksecond${count}`]));
        if (count % 3 === 0) map.add(document.createPair(`kaddress${count}`, `https://k${count}.example.org/x`));
        if (count % 4 === 0)
          map.add(
            document.createPair(`kprose${count}`, `A [linked **kword${count}**](https://kl${count}.example.org).`),
          );
        return count > 400 ? visit.BREAK : undefined;
      },
    });
    expect(count).toBeGreaterThan(10);
    const source = document.toString({ lineWidth: 0 });
    expect(await lost(source, imported(source))).toEqual({});
  });

  test('reports the source position of each unmapped value', () => {
    const { placed } = imported(load(path));
    const lines = load(path).split('\n');
    for (const { where } of placed) expect(lines[(where.line ?? 0) - 1]?.[(where.column ?? 0) - 1]).toMatch(/\S/);
  });
});

test('a RenderCV file loses no link, whichever of its texts contains one', async () => {
  const document = parseDocument(load(DOCUMENTS[0] ?? ''));
  let count = 0;
  const link = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach((item) => void link(item));
    else if (isMap(node)) {
      for (const { key, value } of node.items) if (!/date|url|doi|slides/.test(String(key))) link(value as Node);
    } else if (isScalar(node) && typeof node.value === 'string' && !/[[*`]/.test(node.value)) {
      count += 1;
      node.value = `[${node.value}](https://n${count}.example.org)`;
    }
  };
  link(document.getIn(['cv', 'sections']));
  expect(count).toBeGreaterThan(40);
  const source = document.toString({ lineWidth: 0 });
  expect(await lost(source, imported(source))).toEqual({});
});
