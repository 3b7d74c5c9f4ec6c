import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { DossierError } from '../errors.js';
import { type Checklist, formatChecklist, mergeFindings, readChecklist } from '../packet/blind/decisions.js';
import type { BlindReview } from '../pipeline/blind-packet.js';
import { isBelow } from '../pipeline/contained-path.js';
import { Output } from '../pipeline/output.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import type { Environment } from './environment.js';

/**
 * Opens the checklist of `--review FILE`. Its decisions are applied, and new findings are written after them. Only the
 * owner can read the file, because it names what identifies people.
 *
 * @throws DossierError USAGE for a file below the output folder, OUTPUT_PRIVACY for one below another public one,
 * PACKET_INVALID for a file that is not a checklist
 */
export async function openReview(
  file: string,
  out: string,
  environment: Environment,
): Promise<{ review: BlindReview; save(): Promise<void> }> {
  const path = resolve(environment.cwd, file);
  if (isBelow(path, out)) {
    throw new DossierError('USAGE', 'the checklist of a blind packet cannot be in the output folder', {
      hint: 'choose a file elsewhere with --review: everything in the output folder may be shared',
    });
  }
  requireOutsidePublic(path, 'the checklist of a blind packet', '--review');
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new DossierError('USAGE', `cannot read ${file}: ${error.code}`, {
      hint: 'choose another file with --review',
    });
  });
  const list: Checklist = bytes ? readChecklist(bytes, file) : new Map();
  let isChanged = false;
  return {
    review: {
      file,
      decisions: (packet) => list.get(packet) ?? { allow: [], words: [] },
      record: (packet, found) => {
        const { allow, words } = list.get(packet) ?? { allow: [], words: [] };
        list.set(packet, { allow, words, undecided: mergeFindings(found) });
        isChanged = true;
      },
    },
    save: async () => {
      if (!isChanged) return;
      await new Output(dirname(path)).write(basename(path), new TextEncoder().encode(formatChecklist(list)), 0o600);
    },
  };
}
