import { expect, test } from 'vitest';
import { createRedactor } from '../../../../src/packet/blind/redactor.js';
import { readProfile } from '../../../../src/profile/read.js';
import { print } from './figures.js';
import { LOOK_ALIKES } from './sentences.js';

test('sentences with words that look like a name are unchanged', () => {
  const changed: string[] = [];
  let count = 0;
  for (const { name, email, username, url, locale, skills = [], sentences } of LOOK_ALIKES) {
    const profiles = [...(username ? [{ username }] : []), ...(url ? [{ url }] : [])];
    const source = {
      basics: { name, ...(email ? { email } : {}), profiles },
      skills: skills.map((skill) => ({ name: skill })),
      ...(locale ? { meta: { locale } } : {}),
    };
    const { value } = readProfile(new TextEncoder().encode(JSON.stringify(source)), 'person.json');
    const redactor = createRedactor(value, { alias: 'Candidate A', words: [], employers: false, schools: false });
    for (const sentence of sentences) {
      count++;
      const text = redactor.redactText(sentence);
      if (text !== sentence) changed.push(`${name}: ${sentence} -> ${text}`);
    }
  }
  print(`${count} sentences with look-alike words: ${changed.length} changed`);
  expect(changed).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(200);
});
