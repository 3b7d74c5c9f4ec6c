import { Worker } from 'node:worker_threads';
import { PDFDocument, PDFName } from 'pdf-lib';
import { afterAll } from 'vitest';
import { NUMBER_CHARACTERS } from '../../src/pdf/fonts/truetype.js';
import { soundPdf } from './tagged.js';

/** The result of binding a document. */
export interface Outcome {
  bound?: { pages: number; dropped: string[] };
  /** `cause` is set if the rejection was caused by a bug in the program. */
  refused?: { code: string; message: string; cause?: string };
  /** Anything thrown that is not a `DossierError`. */
  bug?: string;
  /** The document was not bound within the time limit. */
  endless?: true;
}

/** Binds documents in a worker thread that can be terminated if it hangs. The worker runs compiled code. */
export class Binding {
  readonly #limit: number;
  #worker: Worker | undefined;
  #own: Promise<{ strips: Uint8Array; first: Uint8Array }> | undefined;

  /** @param limit milliseconds allowed for each document */
  constructor(limit: number) {
    this.#limit = limit;
    afterAll(() => this.#worker?.terminate());
  }

  async bind(foreign: Uint8Array): Promise<Outcome> {
    this.#own ??= own();
    const { strips, first } = await this.#own;
    this.#worker ??= new Worker(new URL('binding-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 1536 },
      stderr: true,
    });
    const worker = this.#worker;
    return new Promise((resolve) => {
      const done = (outcome: Outcome) => {
        clearTimeout(timer);
        worker.off('message', done).off('error', fail);
        if (outcome.endless || outcome.bug) {
          this.#worker = undefined;
          void worker.terminate();
        }
        resolve(outcome);
      };
      const fail = (error: Error) => done({ bug: error.stack ?? String(error) });
      const timer = setTimeout(() => done({ endless: true }), this.#limit);
      worker.on('message', done).on('error', fail);
      worker.postMessage({ strips, first, foreign });
    });
  }
}

/** The PDFs that Dossier produces itself: the strips of two parts, and a résumé. */
export async function own(): Promise<{ strips: Uint8Array; first: Uint8Array }> {
  const { document } = await soundPdf();
  return { strips: await makeStrips(2), first: await document.save({ updateFieldAppearances: false }) };
}

/** Empty strips for the parts, with a font for page numbers. */
async function makeStrips(parts: number): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const lines = [...NUMBER_CHARACTERS].map(
    (character, index) => `<${hex(index + 1)}> <${hex(character.charCodeAt(0))}>`,
  );
  const font = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      Encoding: 'Identity-H',
      DescendantFonts: [{ Type: 'Font', Subtype: 'CIDFontType2', DW: 500 }],
      ToUnicode: context.register(context.stream(`${lines.length} beginbfchar ${lines.join('\n')} endbfchar`)),
    }),
  );
  for (let part = 0; part <= parts; part++) {
    const { node } = document.addPage([200, 20]);
    node.set(PDFName.of('Contents'), context.register(context.stream('q Q')));
    node.set(PDFName.of('Resources'), context.obj({ Font: { N: font } }));
  }
  return document.save({ updateFieldAppearances: false });
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
