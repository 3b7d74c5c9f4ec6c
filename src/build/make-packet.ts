import { readFile, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { DossierError, type Problem } from '../errors.js';
import { type BoundPacket, bindPacket, type Candidate } from '../packet/bind.js';
import type { Packet } from '../packet/schema.js';
import { openPdf } from '../pdf/open.js';
import type { Kit } from '../resume/resume.js';
import type { SourceFile } from './discover.js';
import { neededBy } from './packets.js';

/**
 * Binds a packet from the résumés of a run.
 *
 * @throws DossierError PACKET_STALE where a candidate failed, PACKET_INVALID or PDF_INVALID where an attachment cannot
 *   be used
 */
export async function makePacket(
  source: SourceFile,
  packet: Packet,
  bound: ReadonlyMap<string, Candidate>,
  template: string | undefined,
  kit: Kit,
  report: { warnings: Problem[] },
): Promise<BoundPacket> {
  const needs = neededBy([packet], template);
  const candidates = await Promise.all(
    packet.candidates.map(async (choice): Promise<Candidate> => {
      const candidate = bound.get(needs.get(choice.profile)?.[0]?.key ?? '');
      if (!candidate) {
        const message = `the packet ${source.slug} is not built, because the profile ${choice.profile} failed`;
        const hint = 'mend that profile; an earlier packet stays as it is and is marked stale';
        throw new DossierError('PACKET_STALE', message, { where: { file: source.path }, hint });
      }
      const attachments = await Promise.all(
        (choice.attachments ?? []).map(({ file, title }) => readAttachment(source, file, title)),
      );
      return attachments.length > 0 ? { ...candidate, attachments } : candidate;
    }),
  );
  const [front, strip] = await Promise.all([kit.templates.get('packet'), kit.templates.get('packet-strip')]);
  const made = await bindPacket(packet, candidates, { front, strip }, kit);
  for (const { title, dropped, tagged } of made.parts) {
    const warn = (message: string) =>
      report.warnings.push({ severity: 'warning', message, where: { file: source.path } });
    if (dropped.length > 0) warn(`of ${JSON.stringify(title)} this was left out: ${dropped.join(', ')}`);
    if (!tagged) warn(`${JSON.stringify(title)} has no tags: its pages are not read aloud in order`);
  }
  return made;
}

/** A PDF that the packet file names; it must lie in the folder of the packet files, links followed. */
async function readAttachment(
  source: SourceFile,
  file: string,
  title: string,
): Promise<{ title: string; bytes: Uint8Array; pages: number }> {
  const folder = await realpath(dirname(source.path));
  const path = await realpath(resolve(folder, file)).catch((cause: unknown) => {
    throw new DossierError('PACKET_INVALID', `there is no file ${file}`, {
      where: { file: source.path },
      hint: 'attachments lie beside the packet file or below it',
      cause,
    });
  });
  if (!path.startsWith(folder + sep)) {
    throw new DossierError('PACKET_INVALID', `${file} is not inside the folder of the packet files`, {
      where: { file: source.path },
      hint: 'copy it beside the packet file',
    });
  }
  const bytes = await readFile(path);
  const document = await openPdf(bytes, file);
  return { title, bytes, pages: document.getPageCount() };
}
