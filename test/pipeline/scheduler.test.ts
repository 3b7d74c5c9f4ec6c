import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/packet/bind.js';
import type { PlannedPacket } from '../../src/pipeline/packets.js';
import { documentKey } from '../../src/pipeline/records.js';
import { PacketDocuments, runTargets, type Target } from '../../src/pipeline/scheduler.js';

type Kind = 'profile' | 'packet';

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** Targets that log when they start and finish; profiles finish when they are released. */
function open(widths = { profile: 9, packet: 1 }) {
  const log: string[] = [];
  const releases = new Map<string, (error?: Error) => void>();
  const profile = (id: string): Target<Kind> => ({
    id,
    kind: 'profile',
    dependsOn: [],
    make: () =>
      new Promise((resolve, reject) => {
        log.push(`+${id}`);
        releases.set(id, (error) => {
          log.push(`-${id}`);
          if (error) reject(error);
          else resolve();
        });
      }),
  });
  const packet = (id: string, dependsOn: string[], make: () => Promise<unknown> = soon): Target<Kind> => ({
    id,
    kind: 'packet',
    dependsOn,
    make: async () => {
      log.push(`+${id}`);
      await make();
      log.push(`-${id}`);
    },
  });
  const run = (targets: Target<Kind>[]) => runTargets(targets, widths);
  const release = async (id: string, error?: Error) => {
    releases.get(id)?.(error);
    for (let tick = 0; tick < 4; tick++) await soon();
  };
  return { log, profile, packet, run, release };
}

describe('runTargets', () => {
  test('starts a target as soon as all of its dependencies are done', async () => {
    const { log, profile, packet, run, release } = open();
    const running = run([
      ...['a', 'b', 'c', 'd'].map(profile),
      packet('late', ['a', 'd']),
      packet('early', ['b', 'c']),
    ]);
    await release('b');
    await release('a');
    expect(log.filter((line) => line.length > 2)).toEqual([]);
    await release('c');
    expect(log.slice(-2)).toEqual(['+early', '-early']);
    await release('d');
    await running;
    expect(log.slice(-2)).toEqual(['+late', '-late']);
  });

  test('starts targets in order, up to the concurrency limit of their kind', async () => {
    const { log, profile, run, release } = open({ profile: 2, packet: 1 });
    const running = run(['a', 'b', 'c'].map(profile));
    await soon();
    expect(log).toEqual(['+a', '+b']);
    await release('b');
    expect(log).toEqual(['+a', '+b', '-b', '+c']);
    await release('a');
    await release('c');
    await running;
  });

  test('runs one target at a time if the limit of its kind is 1', async () => {
    let running = 0;
    let most = 0;
    const { packet, run } = open();
    const make = async () => {
      running += 1;
      most = Math.max(most, running);
      await soon();
      running -= 1;
    };
    await run([packet('one', [], make), packet('two', [], make), packet('three', ['nobody'], make)]);
    expect(most).toBe(1);
  });

  test('waits for running targets and starts no others after a failure', async () => {
    const { log, profile, packet, run, release } = open({ profile: 2, packet: 1 });
    const running = run([...['a', 'b', 'c'].map(profile), packet('one', ['a'])]);
    const ended = expect(running).rejects.toThrow('stopped');
    await soon();
    await release('a', new Error('stopped'));
    expect(log).toEqual(['+a', '+b', '-a']);
    await release('b');
    await ended;
    expect(log).toEqual(['+a', '+b', '-a', '-b']);
  });

  test('returns if there are no targets', async () => {
    await open().run([]);
  });
});

describe('PacketDocuments', () => {
  const packet = (slug: string, members: readonly string[]): PlannedPacket => ({
    source: { slug, path: `${slug}.yaml` },
    packet: {
      title: slug,
      candidates: members.map((profile) => ({ profile })),
    } as unknown as PlannedPacket['packet'],
    asksAll: false,
    warnings: [],
    problem: (_path, _part, what) => what,
  });
  const made = (slug: string) => new Map([[documentKey(slug, undefined, undefined), { slug } as Candidate]]);
  const held = ({ bound }: PacketDocuments) => [...bound.values()].map(({ slug }) => slug).sort();

  test('keeps a document until the last packet that contains it is done', () => {
    const packets = [packet('one', ['a', 'b']), packet('two', ['b', 'c']), packet('three', ['c'])] as const;
    const documents = new PacketDocuments(packets, undefined);
    for (const slug of ['a', 'b', 'c', 'd']) documents.keep(made(slug));
    expect(held(documents)).toEqual(['a', 'b', 'c']);
    documents.release(packets[0]);
    expect(held(documents)).toEqual(['b', 'c']);
    documents.release(packets[1]);
    expect(held(documents)).toEqual(['c']);
    documents.release(packets[2]);
    expect(held(documents)).toEqual([]);
  });

  test('lists documents that failed, with the reason', () => {
    const documents = new PacketDocuments([packet('one', ['a'])], undefined);
    const reason = new Error('no');
    documents.keep(new Map(), new Map([['a||', reason]]));
    expect(documents.lacking.get('a||')).toBe(reason);
  });
});
