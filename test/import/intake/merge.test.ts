import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mergeTexts } from '../../../src/import/intake/merge.js';

const before = 'basics:\n  name: Ada\n  label: Engineer\nwork:\n  - name: Acme\n    position: Engineer\n';

describe('mergeTexts', () => {
  test('takes the changes of both sides', () => {
    const byHand = before.replace('name: Ada', 'name: Ada Lovelace').replace('basics:', '# checked\nbasics:');
    const imported = `${before}skills:\n  - name: Rust\n`;
    expect(mergeTexts(before, byHand, imported)).toEqual({ text: `${byHand}skills:\n  - name: Rust\n`, conflicts: 0 });
  });

  test('takes changes of neighbouring lines', () => {
    const byHand = before.replace('name: Ada', 'name: Ada Lovelace');
    const imported = before.replace('label: Engineer', 'label: Architect');
    expect(mergeTexts(before, byHand, imported).text).toBe(byHand.replace('label: Engineer', 'label: Architect'));
  });

  test('takes lines that one side adds beside a line that the other changes', () => {
    const imported = before.replace('label: Engineer', 'label: Architect');
    for (const place of ['  label:', 'work:']) {
      const byHand = before.replace(place, `  url: https://example.com\n${place}`);
      const after = byHand.replace('label: Engineer', 'label: Architect');
      expect(mergeTexts(before, byHand, imported)).toEqual({ text: after, conflicts: 0 });
      expect(mergeTexts(before, imported, byHand)).toEqual({ text: after, conflicts: 0 });
    }
  });

  test('makes a conflict of different lines that both sides add at one place', () => {
    const [byHand, imported] = ['a', 'b'].map((name) => before.replace('work:', `  image: ${name}.png\nwork:`));
    const { text, conflicts } = mergeTexts(before, byHand ?? '', imported ?? '');
    expect(conflicts).toBe(1);
    expect(parse(text)).toEqual(parse(byHand ?? ''));
    expect(text).toContain('#   image: b.png');
  });

  test('counts the same change on both sides as one', () => {
    const both = before.replace('name: Ada', 'name: Ada Lovelace');
    expect(mergeTexts(before, both, both)).toEqual({ text: both, conflicts: 0 });
  });

  test('keeps the text written by hand where both changed a line, with the import in a comment', () => {
    const byHand = before.replace('label: Engineer', 'label: Mathematician');
    const imported = before.replace('label: Engineer', 'label: Architect');
    expect(mergeTexts(before, byHand, imported)).toEqual({
      text: byHand.replace('  label:', '  # the new import reads:\n  #   label: Architect\n  label:'),
      conflicts: 1,
    });
  });

  test('keeps lines that were removed by hand away, and says that the import has none where it removed them', () => {
    const removed = before.replace('  label: Engineer\n', '');
    const changed = before.replace('label: Engineer', 'label: Architect');
    const gone = mergeTexts(before, removed, changed);
    expect(gone.conflicts).toBe(1);
    expect(parse(gone.text)).toEqual(parse(removed));
    expect(gone.text).toContain('#   label: Architect');
    const kept = mergeTexts(before, changed, removed);
    expect(parse(kept.text)).toEqual(parse(changed));
    expect(kept.text).toContain('# the new import has nothing here');
  });

  test.each([
    ['a block of lines', 'basics:\n  summary: |-\n    one\n    two\n    three\n  label: x\n'],
    ['a folded block', 'basics:\n  summary: >-\n    one\n    two\n    three\n  label: x\n'],
    ['a plain text on several lines', 'basics:\n  summary: one\n    two\n    three\n  label: x\n'],
    ['a quoted text on several lines', 'basics:\n  summary: "one\n    two\n    three"\n  label: x\n'],
  ])('never puts a comment into %s', (_, text) => {
    const byHand = text.replace('two', 'two by hand');
    const { text: merged, conflicts } = mergeTexts(text, byHand, text.replace('two', 'two imported'));
    expect(conflicts).toBe(1);
    expect(parse(merged)).toEqual(parse(byHand));
    expect(merged).toMatch(/# {3}two imported/);
  });

  test('shows several conflicts, each above its line', () => {
    const [byHand, imported] = ['1', '2'].map((n) => before.replaceAll('Engineer', n));
    const { text, conflicts } = mergeTexts(before, byHand ?? '', imported ?? '');
    expect(conflicts).toBe(2);
    expect(text.split('\n').filter((line) => line.includes('#   '))).toEqual(['  #   label: 2', '    #   position: 2']);
    expect(parse(text)).toEqual(parse(byHand ?? ''));
  });

  test('keeps the line breaks of Windows', () => {
    const byHand = before.replace('name: Ada', 'name: Ada Lovelace').replaceAll('\n', '\r\n');
    const { text } = mergeTexts(before, byHand, `${before}meta: {}\n`);
    expect(text).toBe(`${byHand}meta: {}\r\n`);
  });

  test('never loses an edit by hand or a change of the import, whatever both changed', () => {
    const change = fc.constantFrom('keep', 'change', 'remove');
    const keys = fc.array(fc.record({ byHand: change, imported: change, isSame: fc.boolean() }), { maxLength: 12 });
    const line = (index: number, value: string) => `k${index}: ${value}`;
    fc.assert(
      fc.property(keys, (all) => {
        const side = (own: 'byHand' | 'imported') =>
          all.flatMap(({ [own]: what, isSame }, index) =>
            what === 'remove' ? [] : [line(index, what === 'keep' ? 'base' : isSame ? 'same' : own)],
          );
        const base = all.map((_, index) => line(index, 'base'));
        const [mine, theirs] = [side('byHand'), side('imported')];
        const { text, conflicts } = mergeTexts(base.join('\n'), mine.join('\n'), theirs.join('\n'));
        const lines = new Set(text.split('\n'));
        for (const [index, { byHand, imported, isSame }] of all.entries()) {
          const [own, other] = [line(index, isSame ? 'same' : 'byHand'), line(index, isSame ? 'same' : 'imported')];
          const isKept = lines.has(line(index, 'base'));
          if (byHand === 'change') expect(lines).toContain(own);
          else if (byHand === 'remove') expect([isKept, lines.has(other)]).toEqual([false, false]);
          // A change of the import beside a conflict stands in its comment.
          else if (imported === 'change') expect(lines.has(other) || text.includes(`#   ${other}`)).toBe(true);
          else if (imported === 'remove' && conflicts === 0) expect(isKept).toBe(false);
          else if (imported === 'keep') expect(isKept).toBe(true);
        }
      }),
    );
  });
});
