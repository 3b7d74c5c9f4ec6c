import { describe, expect, test } from 'vitest';
import { readPacket } from '../../src/packet/schema.js';
import { complaint, failureOf, read, warnings } from './support.js';

const jane = (text: string) => `basics: { name: Jane }\n${text}\n`;

describe('an unknown key that could affect selection or publication is an error', () => {
  test.each([
    ['misspelt: publish', 'pubish: false', 'unknown key "pubish"'],
    ['misspelt: exclude', 'variants: { short: { excldue: [long] } }', 'unknown key "excldue"'],
    ['misspelt: Exclude', 'variants: { short: { Exclude: [long] } }', 'unknown key "Exclude"'],
    ['misspelt: extends', 'variants: { short: { extnds: base } }', 'unknown key "extnds"'],
    ['unlike any known key: without', 'variants: { short: { without: [long] } }', 'unknown key "without"'],
    ['misspelt: hidden', 'meta: { sections: [{ id: work, hiden: true }] }', 'unknown key "hiden"'],
    ['unlike any known key: visible', 'meta: { sections: [{ id: work, visible: false }] }', 'unknown key "visible"'],
    ['without a value: publish', 'publish:', '"publish" has no value'],
    ['without a value: exclude', 'variants: { short: { exclude: } }', '"exclude" has no value'],
    ['without a value: hidden', 'meta: { sections: [{ id: work, hidden: }] }', '"hidden" has no value'],
    ['misspelt and without a value: publsh', 'publsh:', 'unknown key "publsh"'],
  ])('%s', (_, text, message) => {
    expect(complaint(jane(text))).toContain(`error: ${message}`);
  });
});

test('warns about an unknown key without such effects, and allows it without a value', () => {
  expect(warnings(jane('variants: { short: { label: } }'))).toBe('');
  expect(warnings(jane('work: [{ name: Acme, postion: Lead }]'))).toContain('warning: unknown key "postion"');
});

test('reads yes and no as true and false, with a warning', () => {
  expect(read(jane('publish: no')).value.publish).toBe(false);
  expect(read(jane('publish: "Yes"')).value.publish).toBe(true);
  expect(warnings(jane('publish: no'))).toContain('"no" is read as false');
  expect(complaint(jane('publish: perhaps'))).toContain('"publish"');
});

describe('a packet file', () => {
  const context = { profiles: ['jane'], asOf: '2026-11', find: async () => ['jane'] };
  const packet = (text: string) => readPacket(new TextEncoder().encode(`title: P\n${text}\n`), 'p.yaml', context);
  const candidates = 'candidates: [jane]';

  test.each([
    ['anonymous: true', 'unknown key "anonymous"'],
    ['blind:', '"blind" has no value'],
    ['publish:', '"publish" has no value'],
    ['blind: { employers: }', '"employers" has no value'],
    ['blind: { emploers: true }', 'unknown key "emploers"'],
  ])('with %s is rejected', async (text, message) => {
    const error = await failureOfAsync(packet(`${candidates}\n${text}`));
    expect(error).toContain(message);
  });

  test.each([
    ['profiles: { tagz: [x] }', 'unknown key "tagz"'],
    ['profiles: { where: { skils: [x] } }', 'unknown key "skils"'],
    ['profiles: { where: { languages: [{ language: de, lvel: B2 }] } }', 'unknown key "lvel"'],
    ['profiles:\n  where:\n    label:', '"label" has no value'],
  ])('with the query %s is rejected', async (text, message) => {
    expect(await failureOfAsync(packet(text))).toContain(message);
  });

  test.each([['profiles:', '"profiles" has no value']])('with %s is rejected', async (text, message) => {
    const error = await failureOfAsync(packet(`${candidates}\n${text}`));
    expect(error).toContain(message);
  });

  test.each([
    ['varient: short', 'unknown key "varient"'],
    ['Variant: short', 'unknown key "Variant"'],
    ['version: short', 'unknown key "version"'],
    ['variant:', '"variant" has no value'],
    ['letter: [acme]', 'unknown key "letter"'],
    ['attachments: [{ file: a.pdf, title: A, blindsafe: true }]', 'unknown key "blindsafe"'],
  ])('with a candidate that has %s is rejected', async (text, message) => {
    expect(await failureOfAsync(packet(`candidates: [{ profile: jane, ${text} }]`))).toContain(message);
  });

  test('may use yes and no', async () => {
    const { value, warnings: said } = await packet(`${candidates}\nblind: yes\npublish: no`);
    expect(value).toMatchObject({ blind: true, publish: 'false' });
    expect(said.map(({ message }) => message)).toEqual(['"yes" is read as true', '"no" is read as false']);
  });

  test('lists each allowed value of publish once', async () => {
    expect(await failureOfAsync(packet(`${candidates}\npublish: maybe`))).toContain('one of named, blind, false\n');
  });
});

async function failureOfAsync(reading: Promise<unknown>): Promise<string> {
  const outcome = await reading.then(
    () => undefined,
    (error: unknown) => error,
  );
  const error = failureOf(() => {
    if (outcome) throw outcome;
  });
  return error.problems.map(({ message }) => `${message}\n`).join('');
}
