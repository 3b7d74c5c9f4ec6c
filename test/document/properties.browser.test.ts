import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { profiles } from '../profile/arbitrary.js';
import { repetitions } from '../support/matrix.js';
import { SEED } from '../support/seed.js';
import { openPrinter, openServices } from '../support/services.js';
import { attempt, faultsOf } from './attempt.js';

const printer = openPrinter(2);
afterAll(() => printer[Symbol.asyncDispose]());
const services = openServices(printer);

test('every profile that the schema allows is printed', async () => {
  let printed = 0;
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const result = await attempt(JSON.stringify(profile), services, ['pdf']);
      expect(faultsOf(result)).toEqual([]);
      if ('told' in result) return;
      expect(result.files.get('pdf')).toMatch(/^%PDF-/);
      printed += 1;
    }),
    { seed: SEED, numRuns: repetitions(400, 40) },
  );
  expect(printed).toBeGreaterThan(repetitions(40, 3));
});
