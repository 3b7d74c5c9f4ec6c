import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import type { BlindRun } from '../build/make-packet.js';
import { Output } from '../build/output.js';
import { DossierError } from '../errors.js';
import { type BlindKey, seedOf } from '../packet/blind.js';
import type { World } from './world.js';

/**
 * The secret of blind packets: its seed comes from the key file where there is one, so that a packet can be made again
 * with the same candidates under the same letters, and is new otherwise.
 *
 * @throws DossierError USAGE for a key file below the output folder, which is handed out, or one that is none
 */
export async function blindKeys(
  file: string | undefined,
  out: string,
  world: World,
): Promise<{ run: BlindRun; save(): Promise<void> }> {
  const fresh = randomBytes(24).toString('base64url');
  if (file === undefined) return { run: { seed: fresh, keep: () => undefined }, save: async () => undefined };
  const path = resolve(world.cwd, file);
  if (`${path}${sep}`.startsWith(`${out}${sep}`)) {
    throw new DossierError('USAGE', 'the key of a blind packet may not lie in the output folder', {
      hint: 'everything there is handed out: name a file elsewhere with --key',
    });
  }
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const known = text === undefined ? undefined : seedOf(text);
  if (text !== undefined && known === undefined) {
    throw new DossierError('USAGE', `${file} is there and is no key of a blind packet`, {
      hint: 'name another file; nothing was written over',
    });
  }
  let kept: BlindKey | undefined;
  const seed = known ?? fresh;
  return {
    run: {
      seed,
      keep: (key) => {
        kept = key;
      },
    },
    save: async () => {
      if (kept)
        await new Output(dirname(path)).write(
          basename(path),
          new TextEncoder().encode(`${JSON.stringify(kept, null, 2)}\n`),
        );
    },
  };
}
