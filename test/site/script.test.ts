import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { callParts, readCall, toCall } from '../../src/site/cards.js';

const HOSTILE = '</script><script>alert(1)</script><!-- \u2028\u2029 & ]]> "\'\\ \u0000 😀 \u202Eabc';

test('whatever a profile says comes out of a data file as it was', () => {
  const script = Buffer.from(toCall('cards', { name: HOSTILE, [HOSTILE]: [HOSTILE] })).toString();
  let got: unknown;
  runInNewContext(script, { dossier: { cards: (value: unknown) => (got = value) } });
  expect(JSON.parse(JSON.stringify(got))).toEqual({ name: HOSTILE, [HOSTILE]: [HOSTILE] });
  expect(readCall('cards', toCall('cards', { name: HOSTILE }))).toEqual({ name: HOSTILE });
});

test('nothing in a data file can end the script or a line of it', () => {
  expect(Buffer.from(toCall('pdf', HOSTILE, { HOSTILE })).toString()).not.toMatch(/[<>\u2028\u2029]/);
});

test('in pieces it is the same file, as often as they are asked for', () => {
  const value = { [HOSTILE]: [HOSTILE, { HOSTILE }], none: undefined };
  const parts = callParts('cards', value);
  expect(Buffer.concat([...parts])).toEqual(Buffer.from(toCall('cards', value)));
  expect(Buffer.concat([...parts])).toEqual(Buffer.from(toCall('cards', value)));
});

test('a data file that was changed, or is another one, says nothing', () => {
  const script = Buffer.from(toCall('cards', { a: 1 }));
  expect(readCall('cards', script.subarray(0, -1))).toBeUndefined();
  expect(readCall('texts', script)).toBeUndefined();
  expect(readCall('cards', Buffer.from('dossier.cards({a);\n'))).toBeUndefined();
  expect(readCall('cards', undefined)).toBeUndefined();
});
