import { basename, dirname, extname, join, resolve } from 'node:path';
import { isPdf } from '../import/import.js';
import type { Imported } from '../import/imported.js';
import { importReport } from '../import/report/page.js';
import { drawPages } from '../import/report/pictures.js';
import { Output } from '../pipeline/output.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import type { Printer } from '../print/printer.js';
import { readPdfJs } from '../site/assets.js';
import type { Environment } from './environment.js';
import { openPrinter } from './services.js';

/** Reports hold personal data, so only their owner may read them. */
const MODE = 0o600;

/** Writes the reports of `--report`: one page for each profile. */
export class ReportWriter implements AsyncDisposable {
  readonly #target: string;
  readonly #hasMany: boolean;
  readonly #environment: Environment;
  readonly #printer: Printer;
  #isWarned = false;

  /**
   * @param target the file to write; with several files, the name of each profile is inserted before its extension
   * @throws DossierError OUTPUT_PRIVACY if the file would be among public ones
   */
  constructor(target: string, hasMany: boolean, browser: string | undefined, environment: Environment) {
    this.#target = target;
    this.#hasMany = hasMany;
    this.#environment = environment;
    requireOutsidePublic(
      dirname(resolve(environment.cwd, target)),
      'a report of an import',
      '--report',
      environment.cwd,
    );
    const note = (message: string) => environment.err(`${message}\n`);
    this.#printer = openPrinter({ width: 1, browser }, environment, { note, downloading: () => undefined });
  }

  /** Writes the report of a profile; returns its path, or undefined if there is nothing to show. */
  async write(imported: Imported, file: string, bytes: Uint8Array, slug: string): Promise<string | undefined> {
    if (imported.pages.length === 0) {
      this.#environment.err(`${file}: no report, because ${imported.format} files name their values themselves\n`);
      return undefined;
    }
    const pictures = isPdf(bytes) ? await this.#draw(bytes, imported.pages.length) : new Map<number, string>();
    const target = this.#hasMany ? insert(this.#target, slug) : this.#target;
    const path = resolve(this.#environment.cwd, target);
    const page = importReport(imported, { file: basename(file), pictures });
    await new Output(dirname(path)).write(basename(path), new TextEncoder().encode(page), MODE);
    return target;
  }

  async #draw(bytes: Uint8Array, pages: number): Promise<ReadonlyMap<number, string>> {
    const { pictures, problem } = await drawPages(this.#printer, await readPdfJs(this.#environment), bytes, pages);
    if (problem !== undefined && !this.#isWarned) {
      this.#isWarned = true;
      this.#environment.err(`the report shows the text of pages instead of pictures: ${problem}\n`);
    }
    return pictures;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#printer[Symbol.asyncDispose]();
  }
}

/** `reports/cv.ada.html` for `reports/cv.html`. */
function insert(target: string, slug: string): string {
  const ending = extname(target);
  return join(dirname(target), `${basename(target, ending)}.${slug}${ending}`);
}
