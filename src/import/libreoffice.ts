import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProgram, type ProgramEnvironment } from '../ats/programs.js';
import { DossierError } from '../errors.js';

/** Formats of word processors that LibreOffice converts to Word files, by their usual endings. */
export type OfficeEnding = 'odt' | 'rtf' | 'doc';

/** Converts a document of another word processor to a Word file. */
export type OfficeConverter = (bytes: Uint8Array, ending: OfficeEnding, file: string) => Promise<Uint8Array>;

/** The time that a conversion may take, in milliseconds; the first start of LibreOffice takes several seconds. */
const TIME = 90_000;

/** The format of a document of another word processor, by its content; undefined for any other file. */
export function officeEnding(bytes: Uint8Array): OfficeEnding | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 100));
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'doc';
  // The first file of the archive is its media type (OpenDocument 1.2 part 3, 3.3).
  if (start.startsWith('PK') && start.includes('mimetypeapplication/vnd.oasis.opendocument.text')) return 'odt';
  return undefined;
}

/**
 * Returns a converter that runs LibreOffice without a window, with settings of its own: macros do not run, and addresses
 * in a document are not loaded.
 */
export function libreOffice(environment: ProgramEnvironment): OfficeConverter {
  return async (bytes, ending, file) => {
    const program = (await findProgram('soffice', environment)) ?? (await findProgram('libreoffice', environment));
    if (program === undefined)
      throw new DossierError('IMPORT_UNKNOWN', `a .${ending} file is read with LibreOffice, which is not installed`, {
        where: { file },
        hint: 'install LibreOffice, or save the file as Word (.docx) or PDF',
      });
    const folder = await mkdtemp(join(tmpdir(), 'dossier-office-'));
    try {
      await writeFile(join(folder, `document.${ending}`), bytes, { mode: 0o600 });
      await mkdir(join(folder, 'settings', 'user'), { recursive: true });
      await writeFile(join(folder, 'settings', 'user', 'registrymodifications.xcu'), SETTINGS);
      const settings = `-env:UserInstallation=${pathToFileURL(join(folder, 'settings')).href}`;
      // With a filter of its own, other data are not read as plain text.
      const options = [
        '--headless',
        '--norestore',
        `--infilter=${FILTERS[ending]}`,
        '--convert-to',
        'docx:MS Word 2007 XML',
        '--outdir',
        folder,
      ];
      await run(program, [settings, ...options, join(folder, `document.${ending}`)], environment);
      return await readFile(join(folder, 'document.docx'));
    } catch (cause) {
      if (cause instanceof DossierError) throw cause;
      throw new DossierError('IMPORT_DAMAGED', `LibreOffice cannot read the .${ending} file`, {
        where: { file },
        hint: 'open it in a word processor and save it as Word (.docx)',
        cause,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** The names of LibreOffice's filters. */
const FILTERS: Readonly<Record<OfficeEnding, string>> = { odt: 'writer8', rtf: 'Rich Text Format', doc: 'MS Word 97' };

function run(program: string, args: readonly string[], { env, signal }: ProgramEnvironment): Promise<void> {
  const options = { env: { ...env }, timeout: TIME, signal, shell: false, windowsHide: true };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error) => (error ? reject(error) : resolve()));
  });
}

/** A value of a setting of LibreOffice. */
function setting(path: string, name: string, value: string): string {
  return `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
}

const SCRIPTING = 'Office.Common/Security/Scripting';

/** No macros, no links to other places, and a proxy that answers nothing for whatever is loaded all the same. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  setting(SCRIPTING, 'MacroSecurityLevel', '3'),
  setting(SCRIPTING, 'DisableMacrosExecution', 'true'),
  setting(SCRIPTING, 'DisableActiveContent', 'true'),
  setting(SCRIPTING, 'BlockUntrustedRefererLinks', 'true'),
  setting('Office.Writer/Content/Update', 'Link', '0'),
  setting('Inet/Settings', 'ooInetProxyType', '2'),
  ...['HTTP', 'HTTPS', 'FTP'].flatMap((protocol) => [
    setting('Inet/Settings', `ooInet${protocol}ProxyName`, '127.0.0.1'),
    setting('Inet/Settings', `ooInet${protocol}ProxyPort`, '9'),
  ]),
  setting('Inet/Settings', 'ooInetNoProxy', ''),
].join('\n')}
</oor:items>
`;
