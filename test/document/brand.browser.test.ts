import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownExtractors } from '../../src/ats/extractors.js';
import { expectedFields } from '../../src/ats/fields.js';
import { readWith } from '../../src/ats/judge.js';
import type { Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { treeText } from '../../src/pdf/structure/tree-text.js';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import type { Brand } from '../../src/profile/brand.js';
import { readProject } from '../../src/project/project.js';
import { sample } from '../support/matrix.js';
import { ROOT, TEMPLATES } from '../support/paths.js';
import { collapse, readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

/** PDF units per millimetre. */
const MM = 72 / 25.4;

/** The stamp of packets ends this far above the lower edge of a page. */
const STAMP = 9.6 * MM;

let brand: Brand;
beforeAll(async () => {
  const file = join(ROOT, 'docs', 'demo-brand', 'dossier.yaml');
  const read = await readProject(file, file, async () => TEMPLATES);
  if (!read.brand) throw new Error('the demo has no brand');
  brand = read.brand;
});

async function print(template: string, own: Partial<Services>) {
  const profile = await shippedProfile('krish-arora');
  const request = { slug: 'krish-arora', profile, pictures: new Map(), formats: ['pdf'] as const, template };
  const resume = await makeResume(request, { ...services, ...own });
  const bytes = resume.artifacts[0]?.bytes ?? new Uint8Array();
  return { resume, bytes, pdf: await readPdf(bytes), tree: collapse(treeText(await openPdf(bytes, template))) };
}

/** The fields of a résumé that programs do not find. */
const lostIn = async ({ bytes, resume }: Awaited<ReturnType<typeof print>>) =>
  (await readWith(ownExtractors(bytes, resume.template), expectedFields(resume.content))).flatMap(({ comparison }) =>
    comparison.results.filter(({ isFound }) => !isFound).map(({ kind, expected }) => `${kind} ${expected}`),
  );

describe.each(sample(TEMPLATES, 4))('the brand of the demo in %s', (template) => {
  test('is an artifact between the text and the stamp of packets, and changes nothing that programs read', async () => {
    const [plain, branded] = [await print(template, {}), await print(template, { brand })];
    expect(branded.tree).toBe(plain.tree);
    expect(checkUa(await PDFDocument.load(branded.bytes, { updateMetadata: false }))).toEqual([]);
    expect(Buffer.from(branded.bytes).toString('latin1')).toMatch(/<pdfaid:part>3</);
    const isFoot = (text: string) => text.includes(brand.address ?? '-') || text.includes(brand.confidentiality ?? '-');
    for (const { boxes, height, width } of branded.pdf.pages) {
      const foot = boxes.filter(({ text }) => isFoot(text));
      expect(foot).toHaveLength(2);
      const top = Math.min(...foot.map((box) => box.top));
      expect(height - Math.max(...foot.map((box) => box.bottom))).toBeGreaterThan(STAMP);
      expect(Math.min(...foot.map((box) => box.left))).toBeGreaterThan(13 * MM);
      expect(Math.max(...foot.map((box) => box.right))).toBeLessThan(width - 13 * MM);
      const below = boxes.filter(({ text, bottom }) => text.trim() !== '' && !isFoot(text) && bottom > top);
      expect(below.map(({ text }) => text)).toEqual([]);
    }
    const before = await lostIn(plain);
    expect((await lostIn(branded)).filter((field) => !before.includes(field))).toEqual([]);
  });
});
