import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { separateFields } from '../../src/print/separators.js';
import { readProfile } from '../../src/profile/read.js';
import { textOfHtml } from '../../src/template/render.js';
import { sample } from '../support/matrix.js';
import { requireThat } from '../support/outside.js';
import { PROFILES, ROOT, sharedFolder, TEMPLATES } from '../support/paths.js';
import { collapse } from '../support/pdf.js';
import { READERS } from '../support/readers.js';
import { openPrinter, openServices } from '../support/services.js';

const FIXTURES = join(ROOT, 'test', 'fixtures');

/** A printed résumé and its fields in the order in which the page states them. */
interface Printed {
  slug: string;
  template: string;
  path: string;
  fields: string[];
}

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

let printed: Printed[];

beforeAll(async () => {
  const folder = await sharedFolder();
  // The browser paints right-to-left text letter by letter from left to right, which few programs turn around.
  const locales = (await readdir(join(FIXTURES, 'locales'))).filter((name) => /^(?!ar|he).*\.yaml$/.test(name)).sort();
  const sources = [
    ...PROFILES.map((slug) => join(ROOT, 'profiles', `${slug}.yaml`)),
    join(FIXTURES, 'cases', 'ats-glue.yaml'),
    ...sample(locales, 3).map((name) => join(FIXTURES, 'locales', name)),
  ];
  printed = [];
  for (const template of TEMPLATES)
    for (const source of sources) {
      const slug = source.replace(/.*[\\/]|\.yaml$/g, '');
      const profile = readProfile(await readFile(source), source).value;
      const request = { slug, profile, pictures: new Map(), formats: ['pdf', 'html'] as const, template };
      const { artifacts } = await makeResume(request, services);
      const bytesOf = (asked: string) => artifacts.find(({ format }) => format === asked)?.bytes;
      const path = join(folder, template, `${slug}.pdf`);
      await mkdir(join(folder, template), { recursive: true });
      await writeFile(path, bytesOf('pdf') ?? new Uint8Array());
      printed.push({ slug, template, path, fields: fieldsOf(Buffer.from(bytesOf('html') ?? []).toString()) });
    }
});

/** The texts that a page states between two separators, without what only a screen shows. */
function fieldsOf(html: string): string[] {
  const body = html.slice(html.indexOf('<body>')).replace(/<nav[\s\S]*?<\/nav>/g, '');
  return (
    separateFields(body)
      .replace(/<style>[\s\S]*?<\/style>/g, '')
      .replace(/<span class="whole">([^<]*)<\/span>/g, '$1')
      // Between these, the style of the templates paints a separator.
      .split(/<x-gap> <\/x-gap>|<\/span>(?=<span)|(?=<span class="status")/)
      .map((part) => plain(textOfHtml(part.replace(/<\/?(?:strong|em|code|a|b|i|bdi)\b[^<>]*>/g, ''))))
      .filter((field) => field !== '')
  );
}

/** A space beside a full-width character, where the browser leaves a gap between scripts. */
const SQUARE_GAP =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F]) | (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F])/gu;

/** Text with single spaces; full-width characters have none between them, because they break anywhere. */
function plain(text: string): string {
  return collapse(text.normalize('NFKC').replace(/[\u200B-\u200F\u2066-\u2069\u00AD]/g, '')).replace(SQUARE_GAP, '');
}

/** The fields that a text does not have, or not as words of their own. */
function lost(text: string, fields: readonly string[], inOrder: boolean): string[] {
  const said = plain(text);
  let from = 0;
  return fields.filter((field) => {
    for (let at = said.indexOf(field, from); at !== -1; at = said.indexOf(field, at + 1)) {
      if (isGlued(said[at - 1], field[0]) || isGlued(said[at + field.length], field.at(-1))) continue;
      if (inOrder) from = at + field.length;
      return false;
    }
    return true;
  });
}

const WORD = /[\p{L}\p{N}]/u;
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** `true` if two characters belong to one word. */
function isGlued(outside = '', inside = ''): boolean {
  return WORD.test(outside) && WORD.test(inside) && !SQUARE.test(outside + inside);
}

describe.each(READERS)('$name', ({ name, keepsOrder, missing, read }) => {
  test(`finds every field${keepsOrder ? ' in its order' : ' of a page with one column'}`, async (context) => {
    const reason = missing();
    requireThat(context, reason === undefined, reason ?? '');
    const asked = printed.filter(
      ({ template, slug }) => keepsOrder || (template === 'classic' && PROFILES.includes(slug)),
    );
    const texts = await read(asked.map(({ path }) => path));
    const losses = asked.flatMap(({ slug, template, fields }, index) =>
      lost(texts[index] ?? '', fields, keepsOrder).map((field) => `${template} ${slug}: ${field}`),
    );
    const count = asked.reduce((sum, { fields }) => sum + fields.length, 0);
    console.log(`${name}: ${count - losses.length} of ${count} fields in ${asked.length} documents`);
    expect(count).toBeGreaterThan(300);
    expect(losses).toEqual([]);
  });
});
