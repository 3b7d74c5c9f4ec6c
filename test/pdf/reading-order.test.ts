import { expect, test } from 'vitest';
import { inReadingOrder, isRightToLeft } from '../../src/pdf/structure/reading-order.js';
import { interruptible } from '../support/interruptible.js';

/** Letters as a page paints them, from left to right. */
const painted = (text: string) => [...text];

test.each([
  ['קרב העונ', 'נועה ברק'],
  ['.השדח (Kafka, Flink) תכרעמ', 'מערכת (Kafka, Flink) חדשה.'],
  ['(לארשי) ביבא לת', 'תל אביב (ישראל)'],
  ['2020 רבמצד – 2017 ינוי', 'יוני 2017 – דצמבר 2020'],
  ['2011 – 2006', '2006 – 2011'],
  ['50ms → 5ms ןמז', 'זמן 50ms → 5ms'],
  ['+44 20 7946 0731', '+44 20 7946 0731'],
  ['Certified Kubernetes Administrator', 'Certified Kubernetes Administrator'],
])('reads %j in a document from right to left', (line, text) => {
  expect(inReadingOrder(painted(line), true)).toBe(text);
});

test('reads words from right to left inside a line from left to right', () => {
  expect(inReadingOrder(painted('with קרב העונ on a standard'), false)).toBe('with נועה ברק on a standard');
});

test('keeps pieces whole that are in reading order already', () => {
  expect(inReadingOrder(['ברק', ' ', 'נועה'], true)).toBe('נועה ברק');
});

test('recognizes the direction of a document by most of its letters', () => {
  expect([isRightToLeft('נועה ברק, Kafka'), isRightToLeft('Kafka, Flink: ברק'), isRightToLeft('')]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each(['1 - ', 'א1', 'a - ', '(', 'א a '])('orders 200 kB of %j in linear time', (piece) => {
  const pieces = [...`א${piece.repeat(50_000)}`];
  for (const isRight of [true, false])
    expect(interruptible(() => inReadingOrder(pieces, isRight))).toHaveLength(pieces.length);
});
