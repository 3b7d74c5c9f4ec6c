import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DossierError } from '../errors.js';

/** The folder a run writes to. Each file appears whole or not at all: it is written aside and renamed. */
export class Output {
  readonly folder: string;
  readonly #aside = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * @param path below the folder, with `/`
   * @throws DossierError OUTPUT_WRITE
   */
  async write(path: string, bytes: Uint8Array): Promise<{ sha256: string; bytes: number }> {
    const target = join(this.folder, path);
    const aside = `${target}.${randomUUID().slice(0, 8)}.tmp`;
    this.#aside.add(aside);
    try {
      await mkdir(dirname(target), { recursive: true });
      const file = await open(aside, 'wx');
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
      await rename(aside, target);
    } catch (cause) {
      await rm(aside, { force: true }).catch(() => undefined);
      throw new DossierError(
        'OUTPUT_WRITE',
        `${target} cannot be written: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
        {
          hint: 'check the space and the rights of the folder, or name another one with --out',
          cause,
        },
      );
    } finally {
      this.#aside.delete(aside);
    }
    return {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
    };
  }

  async read(path: string): Promise<Buffer | undefined> {
    return readFile(join(this.folder, path)).catch(() => undefined);
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.folder, path), { force: true });
  }

  /** Removes what an interrupted write left aside. */
  async tidy(): Promise<void> {
    await Promise.all([...this.#aside].map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
}
