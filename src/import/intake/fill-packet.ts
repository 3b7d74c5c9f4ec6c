import { stat } from 'node:fs/promises';
import { discover } from '../../pipeline/discover.js';
import type { TakenIn } from './model.js';
import { addCandidates, type NewCandidate, type PacketPlace } from './packet-file.js';
import type { Originals } from './records.js';

/**
 * Adds the people of an import to a packet file. Those who were added to it before are not added again, so that a
 * candidate whom somebody removed stays out.
 *
 * @returns the candidates that were added
 * @throws DossierError as `addCandidates` does
 */
export async function fillPacket(
  place: PacketPlace,
  people: readonly TakenIn[],
  folder: string,
  originals: Originals,
): Promise<NewCandidate[]> {
  const isThere = await stat(place.path).then(
    () => true,
    () => false,
  );
  const isNew = ({ slug }: TakenIn) => !isThere || !originals.get(slug)?.packets.includes(place.slug);
  // A person may have sent several files.
  const candidates = [...new Map(people.filter(isNew).map((each) => [each.slug, each])).values()].map(
    ({ slug, person }) => ({ slug, name: person.name ?? slug }),
  );
  const { profiles } = await discover(folder);
  const added = await addCandidates(
    place,
    candidates,
    profiles.map(({ slug }) => slug),
  );
  for (const { slug } of candidates) await originals.addPacket(slug, place.slug);
  return added;
}
