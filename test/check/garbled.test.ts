import { expect, test } from 'vitest';
import { applyFixes, checkProfile } from '../../src/check/check.js';
import { found, marked, subjectOf } from './support.js';

/** The file as `--fix` writes it. */
function fixed(yaml: string): string {
  return applyFixes(yaml, checkProfile(subjectOf(yaml)).findings);
}

test('reports where the garbled text is and what to replace it with', () => {
  const yaml = 'basics:\n  name: Zo√´\n  summary: >-\n    Built a\n    cafÃ© finder\n';
  expect(marked('garbled-text', yaml)).toEqual(['√´', 'Ã©']);
  expect(
    found('garbled-text', yaml).map(({ where, message, replacement }) => [
      where.line,
      where.column,
      message,
      replacement,
    ]),
  ).toEqual([
    [2, 11, '"√´" is garbled: it was "ë"', 'ë'],
    [5, 8, '"Ã©" is garbled: it was "é"', 'é'],
  ]);
});

test('fixes the garbled characters and changes nothing else', () => {
  const yaml = `# caf√© in a comment stays, as does   the spacing
basics:   { name: 'Zo√´', label: "caf\\u00c3\\u00a9" } # note
work:
  - name:    Acme
    highlights:
      - >- # folded
        It‚Äôs 50ms ‚Üí 5ms,
        a   nice cafÃ©

      - plain  â€œtextâ€\u009d\r
`;
  expect(fixed(yaml)).toBe(`# caf√© in a comment stays, as does   the spacing
basics:   { name: 'Zoë', label: "café" } # note
work:
  - name:    Acme
    highlights:
      - >- # folded
        It’s 50ms → 5ms,
        a   nice café

      - plain  “text”\r
`);
});

test('fixes escaped characters in JSON', () => {
  const json = '{ "basics": { "name": "Ren\\u00c3\\u00a9", "label": "A \\"caf\\u00C3\\u00A9\\"" } }\n';
  expect(fixed(json)).toBe('{ "basics": { "name": "René", "label": "A \\"café\\"" } }\n');
});

test('fixes an anchor only once', () => {
  const yaml = 'basics: { name: &n cafÃ©, label: *n }\n';
  expect(found('garbled-text', yaml)).toHaveLength(1);
  expect(fixed(yaml)).toBe('basics: { name: &n café, label: *n }\n');
});

test('reports a lost character without a fix', () => {
  const yaml = 'basics: { name: "Ren\uFFFD" }\n';
  expect(found('garbled-text', yaml).map(({ message, replacement }) => [message, replacement])).toEqual([
    ['"\uFFFD" is the remainder of a lost character', undefined],
  ]);
  expect(fixed(yaml)).toBe(yaml);
});

test('leaves a correct profile unchanged', () => {
  const yaml = 'basics: { name: Zoë Größe, label: "São Paulo, naïve", summary: "“â” · 50ms → 5ms" }\n';
  expect(found('garbled-text', yaml)).toEqual([]);
  expect(fixed(yaml)).toBe(yaml);
});
