import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { callParts, readCall, toCall } from '../../src/site/cards.js';

const HOSTILE = '</script><script>alert(1)</script><!-- \u2028\u2029 & ]]> "\'\\ \u0000 😀 \u202Eabc';

test('returns any profile text unchanged from a data file', () => {
  const script = Buffer.from(toCall('cards', { name: HOSTILE, [HOSTILE]: [HOSTILE] })).toString();
  let got: unknown;
  runInNewContext(script, { dossier: { cards: (value: unknown) => (got = value) } });
  expect(JSON.parse(JSON.stringify(got))).toEqual({ name: HOSTILE, [HOSTILE]: [HOSTILE] });
  expect(readCall('cards', toCall('cards', { name: HOSTILE }))).toEqual({ name: HOSTILE });
});

test('escapes everything that could end a script or a line of it', () => {
  expect(Buffer.from(toCall('pdf', HOSTILE, { HOSTILE })).toString()).not.toMatch(/[<>\u2028\u2029]/);
});

test('produces the same file in chunks, repeatedly', () => {
  const value = { [HOSTILE]: [HOSTILE, { HOSTILE }], none: undefined };
  const parts = callParts('cards', value);
  expect(Buffer.concat([...parts])).toEqual(Buffer.from(toCall('cards', value)));
  expect(Buffer.concat([...parts])).toEqual(Buffer.from(toCall('cards', value)));
});

test('ignores a data file that was changed or has another type', () => {
  const script = Buffer.from(toCall('cards', { a: 1 }));
  expect(readCall('cards', script.subarray(0, -1))).toBeUndefined();
  expect(readCall('texts', script)).toBeUndefined();
  expect(readCall('cards', Buffer.from('dossier.cards({a);\n'))).toBeUndefined();
  expect(readCall('cards', undefined)).toBeUndefined();
});
