import { describe, expect, test } from 'vitest';
import { formatChecklist, mergeFindings, readChecklist } from '../../../src/packet/blind/decisions.js';

const read = (text: string) => readChecklist(new TextEncoder().encode(text), 'review.yaml');

const FINDING = {
  text: 'Nautilus: "the" boat',
  reason: 'a project of the person',
  places: ['Candidate A: projects[0].name: x'],
};

describe('a checklist', () => {
  test('reads back a formatted list, including quotes and colons', () => {
    const list = new Map([
      ['engineers', { allow: ['Rust'], words: ['Nemo Corp', '王'], undecided: [FINDING] }],
      ['designers', { allow: [], words: [], undecided: [] }],
    ]);
    expect(read(formatChecklist(list))).toEqual(list);
    expect(read(formatChecklist(new Map()))).toEqual(new Map());
  });

  test('moves an entry with a decision to its list', () => {
    const written = formatChecklist(
      new Map([['p', { allow: ['Kept'], words: [], undecided: [FINDING, { ...FINDING, text: 'Acme' }] }]]),
    );
    const decided = written.replace(/decision:$/m, 'decision: allow').replace(/decision:$/m, 'decision: remove');
    expect(read(decided).get('p')).toEqual({ allow: ['Kept', FINDING.text], words: ['Acme'], undecided: [] });
  });

  test('is rejected with the location of the error', () => {
    expect(() => read('packets: { p: { allow: { Rust: 1 } } }')).toThrow(/review.yaml is not a checklist/);
    expect(() => read('packets: { p: { undecided: [{ text: x, decision: perhaps }] } }')).toThrow(/not a checklist/);
  });

  test('lists each text once, with the candidates it may identify', () => {
    const review = [FINDING];
    expect(
      mergeFindings([
        { alias: 'Candidate A', review },
        { alias: 'Candidate B', review },
      ]),
    ).toEqual([
      { ...FINDING, places: ['Candidate A', 'Candidate B'].map((alias) => `${alias}: ${FINDING.places[0]}`) },
    ]);
  });
});

test.each([
  ['a profile', 'basics: { name: Ada }\n'],
  ['a misspelt decision', 'packets: { t: { undecided: [{ text: Foo, decission: remove }] } }\n'],
  ['a misspelt list', 'packets: { t: { alow: [Acme] } }\n'],
  ['an empty file', ''],
  ['an unrelated document', '- a\n'],
])('rejects %s as a checklist', (_what, text) => {
  expect(() => readChecklist(new TextEncoder().encode(text), 'review.yaml')).toThrow(
    expect.objectContaining({ code: 'PACKET_INVALID', hint: expect.stringContaining('was not changed') }),
  );
});
