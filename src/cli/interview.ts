import { cancel, intro, outro, select, text } from '@clack/prompts';
import { DEFAULT_TEMPLATE } from '../document/formats.js';
import { DossierError } from '../errors.js';
import { fits } from '../import/draft.js';
import type { Starter } from '../import/starter.js';
import type { World } from './environment.js';

/** What an interview asks for; `email` and `phone` are kept apart from the profile. */
export interface Answers extends Starter {
  email?: string | undefined;
  phone?: string | undefined;
}

/** A template that can be chosen. */
export interface Choice {
  name: string;
  title: string;
  description: string;
}

/**
 * Asks a person for what a first profile says; what is known already is not asked for.
 *
 * @throws DossierError ABORTED where they leave off
 */
export async function interview(
  known: Partial<Answers>,
  templates: readonly Choice[],
  terminal: NonNullable<World['terminal']>,
): Promise<Answers> {
  const streams = { input: terminal.input, output: terminal.output };
  const given = <T extends string>(answer: T | symbol): T => {
    if (typeof answer === 'string') return answer;
    cancel('nothing was written', { output: terminal.output });
    throw new DossierError('ABORTED', 'the interview was left off; nothing was written');
  };
  const ask = async (message: string, key: keyof Answers, placeholder: string, mustBe = false) => {
    if (known[key] !== undefined) return known[key];
    const validate = (value: string | undefined) => problemOf(key, value?.trim() ?? '', mustBe);
    return given(await text({ message, placeholder, validate, ...streams })).trim() || undefined;
  };
  intro('A first profile', { output: terminal.output });
  const name = (await ask('Your name?', 'name', 'Ada Lovelace', true)) ?? '';
  const label = (await ask('The role that you have or look for?', 'label', 'Software engineer', true)) ?? '';
  const city = await ask('Where do you live? (empty: nowhere)', 'city', 'London');
  const url = await ask('Your website? (empty: none)', 'url', 'https://example.com');
  const email = await ask('E-mail, kept out of the repository? (empty: none)', 'email', 'ada@example.com');
  const phone = await ask('Phone, kept out of the repository? (empty: none)', 'phone', '+44 …');
  const options = templates.map((each) => ({ value: each.name, label: each.title, hint: each.description }));
  const template =
    known.template ??
    given(await select({ message: 'Which template?', options, initialValue: DEFAULT_TEMPLATE, ...streams }));
  const papers: { value: Starter['paper']; label: string; hint?: string }[] = [
    { value: 'a4', label: 'A4' },
    { value: 'letter', label: 'Letter', hint: 'North America' },
  ];
  const paper =
    known.paper ?? given<Starter['paper']>(await select({ message: 'Which paper?', options: papers, ...streams }));
  outro('thank you', { output: terminal.output });
  return { name, label, city, url, email, phone, template, paper };
}

/** What is wrong with an answer; undefined where a profile takes it. */
export function problemOf(key: keyof Answers, value: string, mustBe: boolean): string | undefined {
  if (value === '') return mustBe ? 'this stands at the top of every résumé' : undefined;
  const path = key === 'city' ? ['basics', 'location', 'city'] : ['basics', key];
  if (fits(path, value)) return undefined;
  return key === 'url' ? 'write an address with https://' : 'a profile cannot take this';
}
