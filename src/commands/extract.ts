import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Output } from '../build/output.js';
import { DossierError } from '../errors.js';
import { extractFiles } from '../pdf/attach.js';
import type { World } from './world.js';

/** `dossier extract`: the files that a PDF carries, written out again; a résumé's JSON Resume is a profile. */
export async function extract(file: string, options: { out: string }, world: World): Promise<number> {
  const bytes = await readFile(resolve(world.cwd, file)).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${file} cannot be read`, {
      hint: 'name a PDF, such as out/packets/backend-engineers.pdf',
      cause,
    });
  });
  const files = await extractFiles(bytes, file);
  if (files.length === 0) {
    world.err(`${file} carries no files\n`);
    return 1;
  }
  const output = new Output(resolve(world.cwd, options.out));
  for (const attached of files) {
    // The name comes from the PDF: only its last part counts, and nothing that a shell or a folder would read.
    const name =
      basename(attached.name.replaceAll('\\', '/'))
        .replace(/[^\p{L}\p{N}._-]+/gu, '-')
        .replace(/^\.+/, '') || 'file';
    await output.write(name, attached.bytes);
    world.out(`${join(options.out, name)}\n`);
  }
  return 0;
}
