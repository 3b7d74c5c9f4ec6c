import { describe, expect, test } from 'vitest';
import { withMarginsLast } from '../../src/pdf/structure/page-margins.js';

const moved = (content: string) => new TextDecoder().decode(withMarginsLast(new TextEncoder().encode(content)));

const FOOT = 'q\n1 0 0 1 9 9 cm\n/Artifact BMC\nBT <0001> Tj ET\nEMC\nQ';
const BOX = 'q\n/Artifact BMC\n0 0 9 9 re f\nEMC\nQ';
const TEXT = 'q\n/P <</MCID 0 >>BDC\nBT <0002> Tj ET\nEMC\nQ';

describe('the text in the margins of a page', () => {
  test('is moved behind the text of the page, with its state', () => {
    expect(moved(`1 0 0 1 0 0 cm\n${FOOT}\n${TEXT}\n`)).toBe(`1 0 0 1 0 0 cm\n\n${TEXT}\n\n${FOOT}`);
    expect(moved(`${FOOT}\n${FOOT}\n${TEXT}`)).toBe(`\n\n${TEXT}\n${FOOT}\n${FOOT}`);
  });

  test.each([
    ['backgrounds stay before the text', `${BOX}\n${TEXT}`],
    ['text after the first marked text stays', `${TEXT}\n${FOOT}`],
    ['a group that holds marked text stays', `q\n${FOOT}\n${TEXT}\nQ`],
    ['a page without marked text is unchanged', FOOT],
    ['a group that is never closed stays', `q BT <0001> Tj ET ${TEXT}`],
  ])('%s', (_, content) => {
    expect(moved(content)).toBe(content);
  });
});
