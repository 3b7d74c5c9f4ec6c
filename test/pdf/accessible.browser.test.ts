import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFArray, PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { finishPdf, openPrint } from '../../src/pdf/finish.js';
import { textOf } from '../../src/pdf/structure/trees.js';
import { checkUa } from '../../src/pdf/ua/check.js';
import type { Printer } from '../../src/print/printer.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { sample } from '../support/matrix.js';
import { PROFILES, packageFolder, ROOT, TEMPLATES } from '../support/paths.js';
import { checkWithQpdf, readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';
import { structureFaults, unreachable } from '../support/structure.js';

const INFO = { title: 'Zoo', lang: 'en', creator: 'Dossier test' };

let printer: Printer;
beforeAll(() => {
  printer = openPrinter();
});
afterAll(() => printer[Symbol.asyncDispose]());

/** The PDF as printed by the browser and as finished by Dossier. */
async function make(
  slug: string,
  profile: Profile,
  template: string,
): Promise<{ printed: Uint8Array; bytes: Uint8Array }> {
  let printed = new Uint8Array();
  const services = openServices({
    print: async (job: Parameters<Printer['print']>[0]) => {
      printed = new Uint8Array(await printer.print(job));
      return printed;
    },
  } as Printer);
  const { artifacts } = await makeResume({ slug, profile, pictures: new Map(), formats: ['pdf'], template }, services);
  return { printed, bytes: artifacts[0]?.bytes ?? new Uint8Array() };
}

async function read(path: string): Promise<Profile> {
  return readProfile(await readFile(path), path).value;
}

const PEOPLE: [string, () => Promise<Profile>][] = [
  ...PROFILES.map((slug): [string, () => Promise<Profile>] => [slug, () => shippedProfile(slug)]),
  ['json-resume-sample', () => read(join(packageFolder('@jsonresume/schema'), 'sample.resume.json'))],
  ['everything', () => read(join(ROOT, 'test/fixtures/profiles/everything.yaml'))],
];

describe.each(PEOPLE)('PDF of %s', (slug, profile) => {
  test.each(sample(TEMPLATES, 5))(
    'conforms to PDF/UA-1 in template %s, declares it, and keeps its text',
    async (template) => {
      const { printed, bytes } = await make(slug, await profile(), template);
      const document = await PDFDocument.load(bytes, { updateMetadata: false });
      expect(checkUa(document)).toEqual([]);

      const [before, after] = await Promise.all([readPdf(printed), readPdf(bytes)]);
      expect(after.pages.map((page) => page.text)).toEqual(before.pages.map((page) => page.text));
      const count = (roles: string[][], role: string) => roles.flat().filter((it) => it === role).length;
      const roles = after.pages.map((page) => page.roles);
      expect(count(roles, 'LBody')).toBeGreaterThan(0);
      expect(count(roles, 'LI')).toBe(
        count(
          before.pages.map((page) => page.roles),
          'LI',
        ),
      );

      const names = linkNames(document);
      expect(names).toHaveLength(after.pages.flatMap((page) => page.links).length);
      const text = after.pages.map((page) => page.text.replace(/\s/g, '')).join('');
      for (const it of names) expect(text).toContain(it?.replace(/\s/g, ''));

      expect(await structureFaults(bytes)).toEqual([]);
      expect(await unreachable(bytes)).toEqual([]);
      expect(await checkWithQpdf(bytes)).toBe(0);
    },
  );
});

function linkNames(document: PDFDocument): (string | undefined)[] {
  return document.getPages().flatMap(({ node }) => {
    const list = node.lookup(PDFName.of('Annots'));
    if (!(list instanceof PDFArray)) return [];
    return list.asArray().map((_, index) => textOf(list.lookup(index, PDFDict).lookup(PDFName.of('Contents'))));
  });
}

const DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A page with elements that third-party templates may contain. */
const ZOO = `<!doctype html><html lang="en"><head><title>Zoo</title><style>
@page { size: A5; margin: 15mm } body { font: 12px Inter, sans-serif; background: #fefefe }
.sep::before { content: "- " } h2 { border-bottom: 1px solid; break-after: avoid } .narrow { width: 110px }
</style></head><body><h1>Zoo</h1><h2>One</h2>
<p>Text <em>em</em> <strong>st</strong> <code>co</code> <abbr title="x">xy</abbr> <mark>ma</mark> <span class="sep">b</span></p>
<p class="narrow"><a href="https://example.com/long">a link whose text goes over several lines</a></p>
<p style="opacity: .5">pale <a href="https://example.com/pale">link</a></p>
<ul><li>one<ul><li>nested</li></ul></li><li><p>first</p><p>second</p></li></ul><ol><li>counted</li></ol>
<dl><dt>term</dt><dd>meaning</dd></dl>
<figure><img alt="A picture" width="20" height="20" src="${DOT}"><figcaption>caption</figcaption></figure>
<img alt="" width="20" height="20" src="${DOT}"><img aria-hidden="true" width="20" height="20" src="${DOT}">
<svg width="20" height="20" role="img" aria-label="A circle"><circle cx="10" cy="10" r="8"/></svg>
<a href="https://example.com/x"><img alt="Pictured" width="20" height="20" src="${DOT}"></a>
<table><tr><th>A</th><th>B</th></tr><tr><th>r</th><td>1</td></tr></table>
<aside>beside</aside><div>loose <div>inner</div></div><hr><p aria-hidden="true">hidden</p>
<div style="height: 150px"></div><h2>Two</h2><p>moved</p></body></html>`;

test('conforms to PDF/UA-1 with elements of every kind', async () => {
  const printed = await printer.print({ html: ZOO, name: 'zoo', group: 'zoo' });
  const { bytes, verdict } = await finishPdf(await openPrint(printed, 'zoo', []), INFO);
  expect(verdict).toEqual({ ua: [], archive: [] });
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(checkUa(document)).toEqual([]);
  expect(new Set(linkNames(document))).toEqual(
    new Set(['a link whose text goes over several lines', 'https://example.com/pale', 'Pictured']),
  );
  const [before, after] = await Promise.all([readPdf(printed), readPdf(bytes)]);
  expect(after.pages.map((page) => page.text)).toEqual(before.pages.map((page) => page.text));
  expect(await structureFaults(bytes)).toEqual([]);
  expect(await unreachable(bytes)).toEqual([]);
});

test('does not declare PDF/UA-1 conformance if the document has a fault', async () => {
  const html = ZOO.replace('alt="A picture"', '');
  const { bytes, verdict } = await finishPdf(
    await openPrint(await printer.print({ html, name: 'zoo', group: 'zoo' }), 'zoo', []),
    INFO,
  );
  expect(verdict.ua.map(({ condition }) => condition)).toEqual(['13-004']);
  const conditions = checkUa(await PDFDocument.load(bytes, { updateMetadata: false })).map((it) => it.condition);
  expect(conditions).toEqual(['13-004', '06-002']);
});

test('finishes the same print to identical bytes', async () => {
  const printed = await printer.print({ html: ZOO, name: 'zoo', group: 'zoo' });
  const finish = async () => finishPdf(await openPrint(printed, 'zoo', []), INFO);
  const [first, second] = await Promise.all([finish(), finish()]);
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
});
