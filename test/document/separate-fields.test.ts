import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { readProfile } from '../../src/profile/read.js';
import { FIXTURES_TO_READ } from '../ats/fixtures.js';
import { pairs } from '../support/matrix.js';
import { TEMPLATES } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';
import { lostFields, statedFields } from '../support/stated-fields.js';
import { readWord } from '../support/word.js';

/** No browser is started, since these formats need none. */
const services = openServices(openPrinter(1));

async function filesOf(path: string, slug: string, template: string) {
  const profile = readProfile(await readFile(path), path).value;
  const request = { slug, profile, pictures: new Map(), formats: ['html', 'docx'] as const, template };
  const { artifacts } = await makeResume(request, services);
  const bytesOf = (asked: string) => artifacts.find(({ format }) => format === asked)?.bytes ?? new Uint8Array();
  return { html: Buffer.from(bytesOf('html')).toString(), docx: bytesOf('docx') };
}

/** The text as programs read it that remove the tags of a page and know nothing of its blocks. */
const withoutTags = (html: string) =>
  html
    .slice(html.indexOf('<body>'))
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<span class="whole">([^<]*)<\/span>/g, '$1')
    .replace(/<br>/g, '\n')
    .replace(/<[^<>]*>/g, '');

describe('the text of every profile', () => {
  test.each(pairs(FIXTURES_TO_READ, TEMPLATES).map(([fixture, template]) => ({ ...fixture, template })))(
    'has all fields apart in the HTML and the Word file of $slug with the template $template',
    async ({ path, slug, template }) => {
      const { html, docx } = await filesOf(path, slug, template);
      const stated = statedFields(html);
      expect(stated.length).toBeGreaterThan(4);
      expect(lostFields(statedFields(withoutTags(html).replace(/^/, '<body>')).join(' '), stated, true)).toEqual([]);
      const { paragraphs } = await readWord(docx);
      const text = paragraphs.map((paragraph) => paragraph.text).join('\n');
      // The numbers of publications belong to the academic template, and Word files have none.
      const others = stated.filter((field) => !/^\[\d+\]$/.test(field));
      expect(lostFields(text, others, false)).toEqual([]);
    },
  );
});
