import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFName } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { attachFiles } from '../../src/pdf/attach.js';
import { repetitions } from '../support/matrix.js';
import { ROOT } from '../support/paths.js';
import { Random } from '../support/random.js';
import { SEED } from '../support/seed.js';
import { Binding } from './binding.js';
import { damageBytes, damageObjects } from './mutations.js';
import { soundPdf } from './tagged.js';

const binding = new Binding(20_000);

/** Weights of the sources: the large ones take ten times as long as the small ones. */
const ORDER = ['form', 'tagged', 'print', 'form', 'tagged', 'resume'];

const sources = new Map<string, Uint8Array>();

beforeAll(async () => {
  for (const name of ['print', 'resume'])
    sources.set(name, await readFile(join(ROOT, 'test', 'fixtures', 'pdf', `${name}.pdf`)));
  sources.set('form', await formPdf());
  const { document } = await soundPdf();
  sources.set('tagged', await document.save({ useObjectStreams: false }));
});

/**
 * A PDF with everything that a merge joins besides pages and tags: fields, layers, files, destinations and a bookmark.
 */
async function formPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context, catalog } = document;
  const page = document.addPage([200, 200]);
  for (const name of ['one', 'two.three']) document.getForm().createTextField(name).addToPage(page, { y: 50 });
  attachFiles(document, [{ name: 'notes.txt', bytes: new Uint8Array([65]), type: 'text/plain' }]);
  const [shown, hidden] = ['Shown', 'Hidden'].map((Name) => context.register(context.obj({ Type: 'OCG', Name })));
  const standard = { OFF: [hidden], Order: [shown, [hidden]], RBGroups: [[shown, hidden]] };
  catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: [shown, hidden], D: standard } as never));
  catalog.set(PDFName.of('Dests'), context.obj({ here: [page.ref, 'Fit'], there: { D: [page.ref, 'XYZ', 0, 0, 0] } }));
  const item = context.nextRef();
  catalog.set(PDFName.of('Outlines'), context.register(context.obj({ First: item, Last: item, Count: 1 })));
  context.assign(item, context.obj({ Title: 'x', A: { S: 'GoTo', D: [page.ref, 'Fit'] }, Next: item }));
  const link = { Subtype: 'Link', Rect: [0, 0, 9, 9], A: { S: 'URI', URI: 'x', Next: { S: 'JavaScript', JS: 'x' } } };
  page.node.addAnnot(context.register(context.obj(link)));
  return document.save({ useObjectStreams: false });
}

test.each([
  ['bytes', repetitions(600, 60)],
  ['objects', repetitions(1000, 100)],
] as const)(
  'binds or rejects a document with damaged %s, and never hangs: %i mutations',
  async (kind, count) => {
    const counts = { bound: 0, refused: 0 };
    for (let index = 0; index < count; index++) {
      const seed = SEED + index;
      const random = new Random(seed);
      const name = ORDER[seed % ORDER.length] as string;
      const source = sources.get(name) as Uint8Array;
      const damaged = kind === 'bytes' ? damageBytes(source, random) : await damageObjects(source, random);
      const outcome = await binding.bind(damaged);
      const { bound, refused } = outcome;
      const fine = bound !== undefined || (refused?.code === 'PDF_INVALID' && refused.cause === undefined);
      expect(fine, `DOSSIER_SEED=${seed}, ${name}: ${JSON.stringify(outcome, null, 1)}`).toBe(true);
      counts[bound ? 'bound' : 'refused'] += 1;
    }
    // Both outcomes must be frequent for the mutations to be meaningful.
    expect(counts.bound).toBeGreaterThan(count / 10);
    expect(counts.refused).toBeGreaterThanOrEqual(count / 100);
  },
  600_000,
);
