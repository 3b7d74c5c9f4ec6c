import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Candidate } from '../../src/packet/bind.js';
import type { Packet } from '../../src/packet/schema.js';
import type { PacketParts } from '../../src/pipeline/members.js';
import { neededBy } from '../../src/pipeline/packets.js';
import { makePacket } from '../../src/pipeline/write-packet.js';
import { temporaryFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';

/** Returns the error for a packet with an attachment. Attachments are read before anything is printed. */
async function refusal(file: string, prepare: (folder: string) => unknown): Promise<unknown> {
  const folder = join(await temporaryFolder(), 'packets');
  await mkdir(folder);
  await prepare(folder);
  const packet = {
    title: 'Packet',
    candidates: [{ profile: 'jane', attachments: [{ file, title: 'Certificate' }] }],
  } as unknown as Packet;
  const key = neededBy([packet], undefined).get('jane')?.[0]?.key ?? '';
  const printed = { bound: new Map([[key, { slug: 'jane' } as Candidate]]), lacking: new Map() };
  const source = { slug: 'packet', path: join(folder, 'packet.yaml') };
  const problem: PacketParts['problem'] = (path, _, what) => ({ ...what, where: { file: path.join('.') } });
  return makePacket({ source, packet, problem }, printed, {}, openServices(openPrinter(1))).then(
    () => 'bound',
    (error: unknown) => error,
  );
}

test.each<[string, string, (folder: string) => unknown, string, string]>([
  [
    'a path outside of the folder',
    '../secret.pdf',
    (folder) => writeFile(join(folder, '..', 'secret.pdf'), '%PDF-1.7'),
    'PACKET_INVALID',
    '../secret.pdf is not inside the folder of the packet files',
  ],
  [
    'a link to a file outside of the folder',
    'link.pdf',
    (folder) => symlink('/etc/hostname', join(folder, 'link.pdf')),
    'PACKET_INVALID',
    'link.pdf is not inside the folder of the packet files',
  ],
  [
    'a pipe',
    'pipe.pdf',
    (folder) => execFileSync('mkfifo', [join(folder, 'pipe.pdf')]),
    'PACKET_INVALID',
    'pipe.pdf is not a regular file',
  ],
  [
    'a file larger than the limit',
    'large.pdf',
    async (folder) => {
      await writeFile(join(folder, 'large.pdf'), '%PDF-1.7');
      await truncate(join(folder, 'large.pdf'), 50 * 1024 * 1024 + 1);
    },
    'PACKET_INVALID',
    'large.pdf is larger than 50 MB',
  ],
  ['a missing file', 'gone.pdf', () => undefined, 'PACKET_INVALID', 'there is no file gone.pdf'],
  [
    'a file that is not a PDF',
    'text.pdf',
    (folder) => writeFile(join(folder, 'text.pdf'), 'text'),
    'PDF_INVALID',
    'text.pdf cannot be read as PDF',
  ],
])('rejects %s', async (_, file, prepare, code, message) => {
  const where = { file: 'candidates.0.attachments.0.file' };
  expect(await refusal(file, prepare)).toMatchObject({ code, message, where, problems: [{ message, where }] });
});
