import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { ImporterThreads, importer } from '../../src/import/importer.js';
import { ROOT } from '../support/paths.js';

const PROGRAM = join(ROOT, 'dist', 'importer.js');

describe('ImporterThreads', () => {
  test('returns what this thread would, and the same errors', async () => {
    await using threads = new ImporterThreads(PROGRAM, 1);
    const file = 'weasyprint-cairo-minimal.pdf';
    const bytes = await readFile(join(ROOT, 'test', 'fixtures', 'import', 'pdfs', file));
    expect(await threads.read(bytes, file, {})).toEqual(await importer.read(bytes, file, {}));
    const bad = new TextEncoder().encode('apples: 3');
    const errors = await Promise.all(
      [threads, importer].map((each) => each.read(bad, 'bad.yaml', {}).catch((error: DossierError) => error)),
    );
    expect(errors[0]).toBeInstanceOf(DossierError);
    expect(errors[0]).toMatchObject({ code: 'IMPORT_UNKNOWN', message: (errors[1] as DossierError).message });
  });

  test('passes scans and documents of other word processors to the readers of this thread', async () => {
    await using threads = new ImporterThreads(PROGRAM, 1);
    const asked: string[] = [];
    const options = {
      scan: async (_: Uint8Array, file: string) => {
        asked.push(file);
        throw new DossierError('IMPORT_SCAN', 'read here');
      },
      office: async (_: Uint8Array, ending: string, file: string) => {
        asked.push(`${file} as ${ending}`);
        throw new DossierError('IMPORT_DAMAGED', 'converted here');
      },
    };
    const scan = await PDFDocument.create();
    scan.addPage();
    await expect(threads.read(await scan.save(), 'scan.pdf', options)).rejects.toThrow('read here');
    const rtf = new TextEncoder().encode('{\\rtf1 Jane}');
    await expect(threads.read(rtf, 'cv.rtf', options)).rejects.toThrow('converted here');
    expect(asked).toEqual(['scan.pdf', 'cv.rtf as rtf']);
    await expect(threads.read(await scan.save(), 'scan.pdf', {})).rejects.toMatchObject({ code: 'IMPORT_SCAN' });
  });
});
