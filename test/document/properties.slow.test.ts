import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oddities, profiles } from '../profile/arbitrary.js';
import { SEED } from '../support/seed.js';
import { openPrinter, openServices } from '../support/services.js';
import { attempt, faultsOf } from './attempt.js';

// No browser is started for these formats.
const services = openServices(openPrinter(1));

test('every profile that the schema allows is rendered, or rejected with a place', async () => {
  const counts = { files: 0, told: 0 };
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const result = await attempt(JSON.stringify(profile), services);
      counts['files' in result ? 'files' : 'told'] += 1;
      expect(faultsOf(result)).toEqual([]);
    }),
    { seed: SEED, numRuns: 400 },
  );
  expect(Math.min(counts.files, counts.told)).toBeGreaterThan(40);
});

test('invalid profiles are rejected with a place', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(oddities, async (value) => {
      const result = await attempt(JSON.stringify(value), services);
      if ('told' in result) told += 1;
      expect(faultsOf(result)).toEqual([]);
    }),
    { seed: SEED, numRuns: 600 },
  );
  expect(told).toBeGreaterThan(300);
});
