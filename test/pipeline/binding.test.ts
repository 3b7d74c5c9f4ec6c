import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/packet/bind.js';
import { targetKey } from '../../src/pipeline/cache.js';
import { Binding } from '../../src/pipeline/packet-scheduler.js';
import type { PlannedPacket } from '../../src/pipeline/packets.js';

function packet(slug: string, members: readonly string[]): PlannedPacket {
  const candidates = members.map((profile) => ({ profile }));
  return {
    source: { slug, path: `${slug}.yaml` },
    packet: { title: slug, candidates } as unknown as PlannedPacket['packet'],
    asksAll: false,
    warnings: [],
    problem: (_path, _part, what) => what,
  };
}

const keyOf = (slug: string) => targetKey(slug, undefined, undefined);
const candidate = (slug: string) => ({ slug }) as Candidate;
const soon = () => new Promise((resolve) => setImmediate(resolve));

/** A binding that tells what is bound, in order, and what was there for it. */
function open(
  packets: readonly PlannedPacket[],
  coming: readonly string[],
  work: () => Promise<void> = async () => {},
) {
  const told: [packet: string, bound: string[]][] = [];
  const binding = new Binding(packets, undefined, new Set(coming), async ({ source }, { bound }) => {
    told.push([source.slug, [...bound.values()].map(({ slug }) => slug).sort()]);
    await work();
  });
  const done = (slug: string) => {
    binding.keep(keyOf(slug), candidate(slug));
    binding.done(slug);
  };
  return { binding, told, done };
}

describe('a packet', () => {
  test('is bound as soon as the last of its profiles is done, whatever is still to come', async () => {
    const { binding, told, done } = open(
      [packet('late', ['a', 'd']), packet('early', ['b', 'c'])],
      ['a', 'b', 'c', 'd'],
    );
    done('b');
    done('a');
    await soon();
    expect(told).toEqual([]);
    done('c');
    await soon();
    expect(told).toEqual([['early', ['a', 'b', 'c']]]);
    done('d');
    await binding.settle();
    expect(told.map(([slug]) => slug)).toEqual(['early', 'late']);
  });

  test('lets go of what no other packet wants', async () => {
    const packets = [packet('one', ['a', 'b']), packet('two', ['b', 'c']), packet('three', ['c'])];
    const { binding, told, done } = open(packets, ['a', 'b', 'c', 'd']);
    for (const slug of ['d', 'a', 'b']) done(slug);
    await soon();
    done('c');
    await binding.settle();
    // Nobody wants d; a goes with the first packet, b with the second.
    expect(told).toEqual([
      ['one', ['a', 'b']],
      ['two', ['b', 'c']],
      ['three', ['c']],
    ]);
  });

  test('is bound at the end where its profiles failed or are not there: it says so itself', async () => {
    const { binding, told } = open([packet('one', ['a', 'nobody'])], ['a']);
    binding.lack(keyOf('a'), new Error('no'));
    binding.done('a');
    await soon();
    expect(told).toEqual([['one', []]]);
    const none = open([packet('two', ['nobody'])], []);
    await none.binding.settle();
    expect(none.told).toEqual([['two', []]]);
    await binding.settle();
    expect(told).toHaveLength(1);
  });

  test('waits for the one that is being bound', async () => {
    let running = 0;
    let most = 0;
    const { binding, told, done } = open([packet('one', ['a']), packet('two', ['a'])], ['a'], async () => {
      running += 1;
      most = Math.max(most, running);
      await soon();
      running -= 1;
    });
    done('a');
    await binding.settle();
    expect(told).toHaveLength(2);
    expect(most).toBe(1);
  });

  test('that throws ends the run where all are waited for, and none is bound after it', async () => {
    const { binding, told, done } = open([packet('one', ['a']), packet('two', ['b'])], ['a', 'b'], async () => {
      throw new Error('stopped');
    });
    done('a');
    done('b');
    await soon();
    await expect(binding.settle()).rejects.toThrow('stopped');
    expect(told).toHaveLength(1);
  });

  test('is not begun any more once the run is stopped, and the one under way is waited for', async () => {
    let ended = false;
    const { binding, told, done } = open([packet('one', ['a']), packet('two', ['b'])], ['a', 'b'], async () => {
      await soon();
      ended = true;
    });
    done('a');
    done('b');
    await Promise.resolve();
    await binding.stop();
    expect(ended).toBe(true);
    expect(told.map(([slug]) => slug)).toEqual(['one']);
  });
});
