import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encoded, jsonParts } from '../../src/pipeline/manifest.js';

const plain = fc.oneof(
  fc.jsonValue({ maxDepth: 6, noUnicodeString: false }),
  fc.object({
    maxDepth: 5,
    values: [fc.string({ unit: 'binary' }), fc.constant(undefined), fc.double(), fc.boolean()],
  }),
);

test('produces the same text as JSON.stringify', () => {
  fc.assert(
    fc.property(plain, fc.constantFrom(0, 2), (value, indent) => {
      expect([...jsonParts(value, indent)].join('')).toBe(JSON.stringify(value, null, indent));
    }),
  );
});

test('accepts any iterable as a list', () => {
  const value = { list: new Set(['a', 'b']), none: new Set() };
  expect([...jsonParts(value, 2)].join('')).toBe(JSON.stringify({ list: ['a', 'b'], none: [] }, null, 2));
});

test('reads list members lazily', () => {
  let asked = 0;
  function* members() {
    for (; asked < 10_000; asked++) yield { text: 'x'.repeat(1000) };
  }
  const pieces = encoded(jsonParts({ list: members() }))[Symbol.iterator]();
  pieces.next();
  expect(asked).toBeLessThan(100);
  let bytes = 0;
  for (let next = pieces.next(); !next.done; next = pieces.next()) bytes += next.value.length;
  expect(asked).toBe(10_000);
  expect(bytes).toBeGreaterThan(9_000_000);
});

test('encodes texts as if they were concatenated', () => {
  const texts = ['', 'é', '😀'.repeat(50_000), '\u2028', 'end'];
  expect(Buffer.concat([...encoded(texts)]).toString()).toBe(texts.join(''));
  expect([...encoded([])]).toEqual([]);
});
