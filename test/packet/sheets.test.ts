import { expect, test } from 'vitest';
import { wordsFor } from '../../src/content/words.js';
import { type Packet, readPacket } from '../../src/packet/schema.js';
import { planSheets } from '../../src/packet/sheets.js';

async function packetWith(front: string): Promise<Packet> {
  const text = `title: T\nfront: ${front}\ncandidates: [ada]\n`;
  const context = { profiles: ['ada'], asOf: '2026-11', find: async () => [] };
  return (await readPacket(new TextEncoder().encode(text), 'p.yaml', context)).value;
}

test.each([
  ['{}', [0, 1]],
  ['{ scorecards: true }', [0, 1]],
  ['{ scorecards: behind }', [0, 1]],
  ['{ scorecards: before }', [1, 0]],
  ['{ scorecards: together }', [0, 0]],
  ['{ scorecards: false }', [0, 0]],
])('with %s, %j scorecards are before and after a candidate', async (front, counts) => {
  const { before, after } = planSheets(await packetWith(front), 'Ada', wordsFor('en').packet);
  expect([before.length, after.length]).toEqual(counts);
  for (const { title } of [...before, ...after]) expect(title).toBe('Interview scorecard: Ada');
});

test('rejects an unknown place for scorecards', async () => {
  await expect(packetWith('{ scorecards: behnd }')).rejects.toMatchObject({
    code: 'PACKET_INVALID',
    problems: [expect.objectContaining({ where: expect.objectContaining({ line: 2 }) })],
  });
});
