// Redacts long texts for a profile with many forms, in a separate process that can be killed if a text never finishes.
// Reads { profile, units, size } from standard input, and prints each unit once its text is redacted.
import { readFileSync } from 'node:fs';
import { createRedactor } from '../../../dist/packet/blind/redactor.js';

const { profile, units, size } = JSON.parse(readFileSync(0, 'utf8'));
const redactor = createRedactor(profile, { alias: 'A', words: ['foo bar'], employers: false, schools: false });
for (const unit of units) {
  redactor.redactText(unit.repeat(Math.ceil(size / unit.length)));
  process.stdout.write(`${JSON.stringify(unit)}\n`);
}
