import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BlindKeys } from '../../src/pipeline/blind-keys.js';
import type { Discovered } from '../../src/pipeline/discover.js';
import { blindMembers, listPackets, packetPolicies } from '../../src/site/packets.js';

const DETAILS = '{ profile: ada, notice: Three months }';
const FILES: Record<string, string> = {
  open: 'title: Open\ncandidates: [ada]\n',
  details: `title: Details\nfront: { briefs: true }\ncandidates: [${DETAILS}]\n`,
  named: `title: Named\nfront: { briefs: true }\npublish: named\ncandidates: [${DETAILS}]\n`,
  blind: `title: Blind\nfront: { briefs: true }\nblind: true\ncandidates: [{ profile: ben, notice: Three months }]\n`,
  broken: `title: Broken\nunknown: 1\ncandidates: [${DETAILS}]\n`,
};

let folder: string;
let found: Discovered;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dossier-test-'));
  await mkdir(join(folder, 'packets'));
  for (const [slug, text] of Object.entries(FILES)) await writeFile(join(folder, 'packets', `${slug}.yaml`), text);
  const source = (slug: string) => ({ slug, path: join(folder, 'packets', `${slug}.yaml`) });
  const profiles = ['ada', 'ben'].map((slug) => ({ slug, path: join(folder, `${slug}.yaml`) }));
  found = { profiles, packets: Object.keys(FILES).map(source), refused: [], errors: [] };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the page does not list a packet with details of candidates unless its file says so', async () => {
  const keys = { documentsOf: async () => [] } as unknown as BlindKeys;
  const policies = await packetPolicies(found, keys, '2026-11');
  const manifest = Object.keys(FILES).map((slug) => ({
    path: `packets/${slug}${slug === 'blind' ? '.blind' : ''}.pdf`,
    kind: 'packet' as const,
    packet: slug,
    title: slug,
    sha256: '',
    bytes: 1,
    private: false as const,
    ...(slug === 'blind' ? {} : { candidates: ['ada'] }),
  }));
  const listed = listPackets(manifest, policies, () => true).map(({ title }) => title);
  expect(listed).toEqual(['named', 'open']);
  // A blind packet that is not listed still hides its candidates on the page.
  expect([...blindMembers(policies)]).toEqual(['ben']);
});
