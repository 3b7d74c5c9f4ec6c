import { lstat, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cancel, intro, outro, select, text } from '@clack/prompts';
import { DossierError } from '../errors.js';
import { fits } from '../import/draft.js';
import { type Starter, starterOverlay, starterProfile } from '../import/write.js';
import { overlayFolder } from '../pipeline/discover.js';
import { Output } from '../pipeline/output.js';
import { DEFAULT_TEMPLATE, PROFILE_ENDINGS, profileFile } from '../profile/names.js';
import { TemplateStore } from '../template/store.js';
import type { Environment } from './environment.js';
import { schemaFiles } from './schema.js';
import { templateFolders } from './services.js';

interface InitOptions {
  /** Skips the questions. */
  yes?: boolean;
  name?: string;
  label?: string;
  template?: string;
  paper?: Starter['paper'];
}

/** Entries for .gitignore. */
const IGNORED = [
  'node_modules/',
  'out/',
  'out-private/',
  `${overlayFolder('profiles').replaceAll('\\', '/')}/*`,
  '.dossier/',
  'extracted/',
  'who-is-who.json',
];

/** `dossier init`: creates a folder with a first profile that renders as it is. Existing files are kept. */
export async function init(folder: string, options: InitOptions, environment: Environment): Promise<number> {
  const known = { name: options.name, label: options.label, template: options.template, paper: options.paper };
  for (const key of ['name', 'label'] as const) {
    const problem = known[key] === undefined ? undefined : problemOf(key, known[key].trim(), true);
    if (problem) throw new DossierError('USAGE', `--${key}: ${problem}`);
  }
  const store = new TemplateStore(templateFolders(environment));
  if (options.template) await store.check(options.template);
  const answers = await answer(known, options, store, environment);
  const { slug, yaml } = starterProfile(answers);
  const home = resolve(environment.cwd, folder);
  const profile = join('profiles', profileFile(slug));
  for (const ending of PROFILE_ENDINGS) {
    if (!(await isThere(join(home, 'profiles', `${slug}${ending}`)))) continue;
    throw new DossierError('PROFILE_SLUG', `profile ${slug}${ending} already exists`, {
      where: { file: join(folder, 'profiles', `${slug}${ending}`) },
      hint: 'choose another name with --name, or another folder with dossier init FOLDER',
    });
  }
  const overlay = starterOverlay(answers);
  const files: [path: string, text: string][] = [
    [profile, yaml],
    ...schemaFiles().map(([path, text]): [string, string] => [join('profiles', path), text]),
    ...(overlay ? [[join(overlayFolder('profiles'), profileFile(slug)), overlay] as [string, string]] : []),
  ];
  const output = new Output(home);
  // .gitignore is written first, so that Git never sees a private file.
  const ignored = await ignore(output, home);
  if (ignored) environment.out(`${join(folder, '.gitignore')}\n`);
  for (const [path, text] of files) {
    // An existing schema is kept, because a newer version may have written it.
    if (path !== profile && (await isThere(join(home, path)))) continue;
    await output.write(path.replaceAll('\\', '/'), new TextEncoder().encode(text));
    environment.out(`${join(folder, path)}\n`);
  }
  const there = folder === '.' ? '' : `cd ${folder}, then `;
  // Private details entered in the interview are printed only with --private.
  const isPrivate = overlay === undefined ? '' : ' --private';
  environment.err(
    `next: ${there}dossier render${isPrivate}, or dossier dev${isPrivate} for a live preview; replace the example texts\n`,
  );
  return 0;
}

async function answer(
  known: Partial<Answers>,
  { yes }: InitOptions,
  store: TemplateStore,
  environment: Environment,
): Promise<Answers> {
  if (yes) return { name: 'Your Name', label: 'Your Role', template: DEFAULT_TEMPLATE, paper: 'a4', ...defined(known) };
  if (!environment.terminal)
    throw new DossierError('USAGE', 'cannot ask questions without a terminal', {
      hint: 'use --yes, and --name "Your Name" if you like',
    });
  const choices = (await store.all()).flatMap((each) => {
    // Broken templates cannot be chosen; `dossier doctor` reports their errors.
    if ('error' in each) return [];
    const { title, description } = each.loaded.template.options;
    return [{ name: each.name, title, description }];
  });
  return interview(known, choices, environment.terminal);
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

/** Adds missing entries to .gitignore; returns `true` if there were any. */
async function ignore(output: Output, home: string): Promise<boolean> {
  const before = await readFile(join(home, '.gitignore'), 'utf8').catch(() => '');
  const lines = before.split(/\r?\n/).map((line) => line.trim());
  const lacking = IGNORED.filter((line) => !lines.includes(line));
  if (lacking.length === 0) return false;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await output.write('.gitignore', new TextEncoder().encode(`${before}${gap}${lacking.join('\n')}\n`));
  return true;
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** The answers of an interview; `email` and `phone` are stored separately from the profile. */
export interface Answers extends Starter {
  email?: string | undefined;
  phone?: string | undefined;
}

/** A template that the user can choose. */
interface InitChoice {
  name: string;
  title: string;
  description: string;
}

/**
 * Asks for the content of a first profile, except for answers that are already known.
 *
 * @throws DossierError ABORTED if the user cancels
 */
export async function interview(
  known: Partial<Answers>,
  templates: readonly InitChoice[],
  terminal: NonNullable<Environment['terminal']>,
): Promise<Answers> {
  const streams = { input: terminal.input, output: terminal.output };
  const given = <T extends string>(answer: T | symbol): T => {
    if (typeof answer === 'string') return answer;
    cancel('nothing was written', { output: terminal.output });
    throw new DossierError('ABORTED', 'the questions were cancelled; nothing was written');
  };
  const ask = async (message: string, key: keyof Answers, placeholder: string, mustBe = false) => {
    if (known[key] !== undefined) return known[key];
    const validate = (value: string | undefined) => problemOf(key, value?.trim() ?? '', mustBe);
    return given(await text({ message, placeholder, validate, ...streams })).trim() || undefined;
  };
  intro('A first profile', { output: terminal.output });
  const name = (await ask('Your name?', 'name', 'Ada Lovelace', true)) ?? '';
  const label = (await ask('Your current or desired role?', 'label', 'Software engineer', true)) ?? '';
  const city = await ask('Your city? (leave empty for none)', 'city', 'London');
  const url = await ask('Your website? (leave empty for none)', 'url', 'https://example.com');
  const email = await ask(
    'Your e-mail address? (kept out of the repository; leave empty for none)',
    'email',
    'ada@example.com',
  );
  const phone = await ask('Your phone number? (kept out of the repository; leave empty for none)', 'phone', '+44 …');
  const options = templates.map((each) => ({ value: each.name, label: each.title, hint: each.description }));
  const template =
    known.template ??
    given(await select({ message: 'Which template?', options, initialValue: DEFAULT_TEMPLATE, ...streams }));
  const papers: { value: Starter['paper']; label: string; hint?: string }[] = [
    { value: 'a4', label: 'A4' },
    { value: 'letter', label: 'Letter', hint: 'North America' },
  ];
  const paper =
    known.paper ?? given<Starter['paper']>(await select({ message: 'Which paper size?', options: papers, ...streams }));
  outro('Thank you', { output: terminal.output });
  return { name, label, city, url, email, phone, template, paper };
}

/** Returns the problem with an answer; undefined if the answer is valid in a profile. */
export function problemOf(key: keyof Answers, value: string, mustBe: boolean): string | undefined {
  if (value === '') return mustBe ? 'required: it is shown at the top of every résumé' : undefined;
  const path = key === 'city' ? ['basics', 'location', 'city'] : ['basics', key];
  if (fits(path, value)) return undefined;
  return key === 'url' ? 'write an address that starts with https://' : 'this is not allowed in a profile';
}
