import pMap from 'p-map';
import type { BlindKeys } from '../pipeline/blind-keys.js';
import { digestOf } from '../pipeline/digest.js';
import { type Discovered, readSourceFile } from '../pipeline/discover.js';
import { isSameFingerprint, reasonOf } from '../pipeline/fingerprint.js';
import { FILES_AT_ONCE } from '../pipeline/fingerprints.js';
import { MANIFEST_PATH } from '../pipeline/manifest.js';
import type { Output } from '../pipeline/output.js';
import { type PageRecord, profileOf } from '../pipeline/records.js';
import { isIntact } from '../pipeline/stored.js';

/** The inputs of the page beside the manifest of the folder, and why it is stale if one of them differs. */
const INPUTS = [
  { name: 'program', reason: 'its code, style or fonts changed' },
  { name: 'packets', reason: 'a packet file or the key of a blind packet changed' },
  { name: 'asOf', reason: 'the month up to which jobs count changed' },
  { name: 'manifest', reason: 'the files of the folder changed' },
] as const;

/** The current inputs of the page. */
type PageInputs = Record<Exclude<(typeof INPUTS)[number]['name'], 'manifest'>, string>;

/**
 * Returns the reason why the page of an output folder is stale after a run that changed nothing else in the folder;
 * undefined if it is up to date. It loads no code that makes pages, because on most runs nothing has changed.
 *
 * @param canDraw `true` if the run has a browser, which can draw missing pictures
 */
export async function findStalePage(
  record: PageRecord | undefined,
  inputs: PageInputs,
  canDraw: boolean,
  output: Output,
): Promise<string | undefined> {
  if (!record) return 'there is no record of it';
  const now = { ...inputs, manifest: digestOf((await output.read(MANIFEST_PATH)) ?? '') };
  if (!isSameFingerprint(record.inputs, now)) return reasonOf(INPUTS, record.inputs, now);
  if (canDraw && record.lacksPictures) return 'pictures are missing';
  const intact = await pMap(record.artifacts, (stored) => isIntact(output, stored), { concurrency: FILES_AT_ONCE });
  return intact.every(Boolean) ? undefined : 'one of its files was changed or removed';
}

/** The digest of everything that determines how packets may be shown. */
export async function policyDigest(found: Discovered, keys: BlindKeys): Promise<string> {
  const parts = found.packets.map(async (source) => {
    const file = await readSourceFile(source).catch(() => '');
    const bound = await boundBlind(source.slug, keys);
    return [source.slug, file, bound.join()];
  });
  return digestOf(...(await Promise.all(parts)).flat());
}

/** The profiles in the last blind version of a packet. */
export async function boundBlind(packet: string, keys: BlindKeys): Promise<string[]> {
  return (await keys.documentsOf(packet)).map(profileOf);
}

/**
 * `true` if the text of a profile or a packet file that cannot be read says that it must not be published. It errs on
 * the side of saying so.
 */
export function refusesPublishing(text: string): boolean {
  return /publish["']?\s*:\s*["']?(?:false|no|off)\b/i.test(text);
}
