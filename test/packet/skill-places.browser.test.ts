import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber } from 'pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { bindPacket } from '../../src/packet/bind.js';
import { skillMatrix } from '../../src/packet/qualifications.js';
import { readPacket } from '../../src/packet/schema.js';
import { skillPlaces } from '../../src/packet/skill-places.js';
import type { Standard } from '../../src/pdf/standards.js';
import { openPdf } from '../../src/pdf/syntax/open.js';
import { PROFILES } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';
import { openPrinter, openServices, shippedProfile } from '../support/services.js';

const printer = openPrinter();
const services = openServices(printer);
afterAll(() => printer[Symbol.asyncDispose]());

async function print(slug: string, template: string) {
  const profile = await shippedProfile(slug);
  const resume = await makeResume({ slug, profile, pictures: new Map(), formats: ['pdf'], template }, services);
  return {
    ...resume,
    slug,
    pdf: resume.artifacts[0]?.bytes ?? new Uint8Array(),
    pages: resume.artifacts[0]?.pages ?? 0,
  };
}

test.each(['classic', 'sidebar', 'europass', 'swiss'])(
  'finds the lines on which skills stand in %s',
  async (template) => {
    const all = await Promise.all(PROFILES.map((slug) => print(slug, template)));
    const { skills, rows } = skillMatrix(
      all.map(({ profile }) => profile),
      12,
    );
    let found = 0;
    const missed: string[] = [];
    for (const [index, { content, pdf, slug }] of all.entries()) {
      const asked = skills.map((skill, at) => ({ skill, evidence: rows[index]?.[at] }));
      const places = skillPlaces(await openPdf(pdf, slug), content, asked);
      const { pages } = await readPdf(pdf);
      for (const [at, { skill, evidence }] of asked.entries()) {
        const place = places.get(`skill-${at + 1}`);
        expect(place === undefined).toBe(evidence === undefined);
        if (place?.top === undefined) continue;
        found++;
        const page = pages[place.page];
        // A link leads a line's height and a bit above the baseline.
        const line = (page?.height ?? 0) - (place.top - 24);
        const near = page?.boxes
          .filter(({ top, bottom }) => line > top && line < bottom + 1)
          .map(({ text }) => text)
          .join(' ');
        if (!near?.toLowerCase().includes(skill.toLowerCase().slice(0, 5))) missed.push(`${slug} ${skill}: ${near}`);
      }
    }
    expect(found).toBeGreaterThan(20);
    // A skill with a space may be divided by the end of a line, and other spellings count, too.
    expect(missed.length).toBeLessThanOrEqual(found / 10);
  },
);

test.each(['a-3a', 'ua-2'] as const)(
  'leads from the comparison to these lines in a packet that claims %s',
  async (standard: Standard) => {
    const all = await Promise.all(PROFILES.map((slug) => print(slug, 'classic')));
    const candidates = all.map((one) => ({
      ...one,
      name: one.content.name,
      label: one.content.label,
      lang: one.content.lang,
    }));
    const text = `title: T\ndate: 2026-11-16\nfront: { cover: false, contents: false, scorecards: false }\ncandidates: [${PROFILES.join(', ')}]\n`;
    const { value } = await readPacket(Buffer.from(text), 'p.yaml', {
      profiles: PROFILES,
      asOf: '2026-11',
      find: async () => [],
    });
    const [front, strip] = await Promise.all([
      services.templates.get('packet'),
      services.templates.get('packet-strip'),
    ]);
    const { bytes, pages } = await bindPacket(value, candidates, { front, strip }, services, { standard });
    const document = await PDFDocument.load(bytes, { updateMetadata: false });
    const links =
      document
        .getPage(0)
        .node.Annots()
        ?.asArray()
        .map((ref) => document.context.lookup(ref, PDFDict)) ?? [];
    const targets = links.map((link) => {
      const action = link.lookup(PDFName.of('A'));
      const dest =
        link.lookup(PDFName.of('Dest')) ?? (action instanceof PDFDict ? action.lookup(PDFName.of('D')) : undefined);
      return dest instanceof PDFArray ? dest : undefined;
    });
    const kinds = targets.map((target) => target?.lookup(1)?.toString());
    // The names of the candidates lead to whole pages; so do a few skills that a page does not name as such.
    expect(kinds.slice(0, PROFILES.length)).toEqual(PROFILES.map(() => '/Fit'));
    expect(kinds.filter((kind) => kind === '/Fit').length).toBeLessThan(PROFILES.length + 4);
    expect(kinds.filter((kind) => kind === '/XYZ').length).toBeGreaterThan(20);
    const heights = targets.flatMap((target) => {
      const top = target?.lookup(1)?.toString() === '/XYZ' ? target.lookup(3) : undefined;
      return top instanceof PDFNumber ? [top.asNumber()] : [];
    });
    // They are spread over the pages, not all at one place.
    expect(new Set(heights.map(Math.round)).size).toBeGreaterThan(10);
    expect(Math.max(...heights)).toBeLessThanOrEqual(842);
    expect(pages).toBeGreaterThan(PROFILES.length);
    const elements = links
      .map((link) => link.lookup(PDFName.of('A')))
      .filter((action) => action instanceof PDFDict && action.has(PDFName.of('SD')));
    expect(elements).toHaveLength(standard === 'ua-2' ? links.length : 0);
  },
);
