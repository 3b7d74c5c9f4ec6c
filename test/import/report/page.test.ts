import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../src/import/import.js';
import type { Imported } from '../../../src/import/imported.js';
import { reportFields } from '../../../src/import/report/fields.js';
import { importReport } from '../../../src/import/report/page.js';
import { ROOT } from '../../support/paths.js';

const PDFS = join(ROOT, 'test', 'fixtures', 'import', 'pdfs');

async function imported(name: string): Promise<Imported> {
  const [first] = await importFile(await readFile(join(PDFS, name)), name);
  return first as Imported;
}

const read = async (text: string, file: string) => {
  const [first] = await importFile(new TextEncoder().encode(text), file);
  return first as Imported;
};

describe('reportFields', () => {
  test('has every value that was read, once, with its text, its name and its places', async () => {
    const result = await imported('chromium-two-column-sidebar.pdf');
    const fields = reportFields(result);
    expect(fields).toHaveLength(new Set(result.values.map(({ path }) => path)).size);
    expect(fields.flatMap(({ places }) => places)).toHaveLength(result.values.length);
    expect(fields.filter(({ text }) => text === '')).toEqual([]);
    const [name] = fields;
    expect(name).toMatchObject({ group: 'Basics', label: 'Name', text: 'Jamie Rivera' });
    expect(fields.find(({ label }) => label === 'Email')?.text).toBe('jamie.rivera@example.com');
    expect(fields.find(({ group, label }) => group === 'Work 2' && label === 'Position')).toMatchObject({
      text: 'Sr. Engineering Manager',
      why: expect.stringContaining('which of the two'),
    });
    expect(fields.find(({ group }) => group === 'Skills')).toMatchObject({ label: 'Name 1', text: 'Highly Scalable' });
  });
});

describe('importReport', () => {
  test('joins each value to a box of its place, unsure ones first', async () => {
    const result = await imported('chromium-two-column-sidebar.pdf');
    const page = importReport(result, { file: 'cv.pdf', pictures: new Map() });
    const fields = reportFields(result);
    for (const { id } of fields) {
      expect(page).toContain(`<li id="f${id}"`);
      expect(page).toContain(`href="#b${id}"`);
      expect(page).toContain(`<a id="b${id}" class="b${id}`);
    }
    const ids = [...page.matchAll(/<li id="f(\d+)"/g)].map(([, id]) => Number(id));
    const unsure = fields.filter(({ why }) => why !== undefined).map(({ id }) => id);
    expect(unsure.length).toBeGreaterThan(0);
    expect(ids.slice(0, unsure.length)).toEqual(unsure);
    expect([...page.matchAll(/<rect /g)]).toHaveLength(result.values.length);
  });

  test('shows pictures of pages with their texts for screen readers, or the texts alone', async () => {
    const result = await imported('chromium-two-column-sidebar.pdf');
    const texts = result.pages.reduce((sum, { texts: own }) => sum + own.length, 0);
    const drawn = importReport(result, { file: 'cv.pdf', pictures: new Map([[1, 'data:image/jpeg;base64,AAAA']]) });
    expect([...drawn.matchAll(/<image href="data:image\/jpeg;base64,AAAA"/g)]).toHaveLength(1);
    expect([...drawn.matchAll(/class="under"/g)]).toHaveLength(1);
    expect([...drawn.matchAll(/<text /g)]).toHaveLength(texts);
  });

  test.each([
    ['cv.md', '# Jane Example\n\n## Experience\n\n### Engineer, Acme GmbH\n\n2019 – 2023\n\n- Built things\n'],
    [
      'cv.html',
      '<html><body><h1>Jane Example</h1><h2>Experience</h2><h3>Engineer, Acme GmbH</h3><p>2019 – 2023</p></body></html>',
    ],
  ])('marks the places of values in the text of %s', async (file, text) => {
    const result = await read(text, file);
    const page = importReport(result, { file, pictures: new Map() });
    expect(page).toContain('>Acme GmbH</span>');
    expect(page).toMatch(/<text [^>]+>Engineer, Acme GmbH<\/text>/);
    expect(page).not.toContain('page 1');
    expect([...page.matchAll(/<rect /g)].length).toBe(result.values.length);
  });

  test('allows no scripts and no network, and escapes everything that was read', async () => {
    const text =
      '# <script>alert(1)</script> "Jane"\n\n## Experience\n\n### Engineer, <img src=x onerror=y> & Co.\n\n2019\n';
    const result = await read(text, 'cv.md');
    const page = importReport(result, { file: '<b>.md', pictures: new Map() });
    expect(page).not.toMatch(/<script|<img|<b>\.md|style="| on\w+="/);
    expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'/);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)[^<"]*"/);
  });

  test('is the same for the same file', async () => {
    const [one, two] = [await imported('weasyprint-cairo-minimal.pdf'), await imported('weasyprint-cairo-minimal.pdf')];
    const source = { file: 'cv.pdf', pictures: new Map() };
    expect(importReport(one, source)).toBe(importReport(two, source));
  });
});
