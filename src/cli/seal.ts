import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DossierError } from '../errors.js';
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

/** The template of the page around a sealed file, with placeholders for its parts. */
interface SealPage {
  page: string;
  style: string;
  /** Reports that the page is incomplete, unless `script` has run. */
  guard: string;
  script: string;
}

interface Sealed {
  /** A page that holds the file encrypted and opens it with the key. */
  html: string;
  /** 256 bits, base64url; it belongs after the # of the page's address and nowhere else. */
  key: string;
}

/**
 * Encrypts a file with a fresh key (AES-256-GCM, NIST SP 800-38D) into a page that opens it in the reader's browser.
 * The key is in the fragment of the link, which browsers never send, so the page can be on any public host.
 */
export async function sealFile(bytes: Uint8Array, name: string, page: SealPage, crypto: Crypto): Promise<Sealed> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const title = new TextEncoder().encode(name);
  const plain = new Uint8Array(4 + title.length + bytes.length);
  new DataView(plain.buffer).setUint32(0, title.length);
  plain.set(title, 4);
  plain.set(bytes, 4 + title.length);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
  const hash = async (text: string) => base64(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const parts: Record<string, string> = {
    GUARD_HASH: await hash(page.guard),
    SCRIPT_HASH: await hash(page.script),
    STYLE_HASH: await hash(page.style),
    GUARD: page.guard,
    SCRIPT: page.script,
    STYLE: page.style,
    SEALED: JSON.stringify({ iv: base64(iv), data: base64(data) }),
  };
  const html = page.page.replace(/__([A-Z_]+)__/g, (_, part: string) => parts[part] ?? '');
  return { html, key: base64(raw).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') };
}

function base64(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes as Uint8Array).toString('base64');
}
