import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DossierError } from '../errors.js';
import { sealFile } from '../packet/seal.js';
import { Output } from '../pipeline/output.js';
import type { Environment } from './environment.js';

/** `dossier seal`: encrypts a PDF into a page, and prints the link that opens it. */
export async function seal(file: string, options: { out?: string }, environment: Environment): Promise<number> {
  const path = resolve(environment.cwd, file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DossierError('USAGE', `${file} cannot be read`, {
      hint: 'give the path of a PDF, such as out/packets/backend-engineers.pdf',
      cause,
    });
  });
  if (bytes.toString('latin1', 0, 5) !== '%PDF-')
    throw new DossierError('USAGE', `${file} is not a PDF`, { hint: 'give a packet that dossier packet wrote' });
  const folder = join(environment.templates, 'packet-seal');
  const [page = '', style = '', guard = '', script = ''] = await Promise.all(
    ['page.html', 'style.css', 'guard.js', 'script.js'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  const sealed = await sealFile(bytes, basename(path), { page, style, guard, script }, webcrypto as Crypto);
  const target = resolve(environment.cwd, options.out ?? `${path}.html`);
  await new Output(dirname(target)).write(basename(target), new TextEncoder().encode(sealed.html));
  environment.out(`${pathToFileURL(target).href}#${sealed.key}\n`);
  environment.err(
    'Upload the page to any host, and share its link with the part after the # sign, which is needed to open it.\n',
  );
  return 0;
}
