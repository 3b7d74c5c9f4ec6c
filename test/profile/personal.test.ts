import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireProgram, requireThat } from '../support/outside.js';
import { ROOT } from '../support/paths.js';

/** RFC 2606 reserves these; nobody reads mail there. */
const RESERVED = /@([\w-]+\.)*(example\.(com|net|org)|[\w-]+\.(example|invalid|test))$/i;

/** The invented person of JSON Resume's sample, which is rendered as it stands. */
const INVENTED = ['richard.hendriks@mail.com', '9125554321'];

const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\b/gi;

/** Ten digits from 6 on, in one piece or two, with or without the code of India. */
const INDIAN_MOBILE = /(?<![\w.])(\+?91[\s-]?)?[6-9]\d{4}[\s-]?\d{5}(?![\w.])/g;

/** Names and addresses of packages and their authors, written by npm. */
const METADATA = ['package-lock.json'];

function findPersonal(text: string): string[] {
  const emails = (text.match(EMAIL) ?? []).filter((email) => !RESERVED.test(email));
  return [...emails, ...(text.match(INDIAN_MOBILE) ?? [])].filter((match) => !INVENTED.includes(match));
}

test('no file of the repository holds an e-mail address or a mobile number of a person', (context) => {
  requireProgram(context, 'git');
  requireThat(context, existsSync(join(ROOT, '.git')), 'this is not a git checkout');
  // What is new and not ignored counts too: it is about to be committed.
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  const found = files
    .filter((file) => !METADATA.includes(file) && existsSync(join(ROOT, file)))
    .map((file) => [file, readFileSync(join(ROOT, file))] as const)
    .filter(([, bytes]) => !bytes.includes(0))
    .flatMap(([file, bytes]) => findPersonal(bytes.toString('utf8')).map((match) => `${file}: ${match}`));
  expect(files).toContain('profiles/krish-arora.yaml');
  expect(found).toEqual([]);
});

test('private details cannot be committed by accident', (context) => {
  requireProgram(context, 'git');
  requireThat(context, existsSync(join(ROOT, '.git')), 'this is not a git checkout');
  const paths = ['profiles/private/jane-doe.yaml', 'out-private/jane-doe/jane-doe.pdf'];
  const ignored = execFileSync('git', ['check-ignore', ...paths], { cwd: ROOT, encoding: 'utf8' });
  expect(ignored.trim().split('\n')).toEqual(paths);
});

test('the search finds what it is for', () => {
  const at = '@';
  expect(findPersonal(`write to jane.doe+cv${at}mail.co.in or jane${at}sub.example.com`)).toEqual([
    `jane.doe+cv${at}mail.co.in`,
  ]);
  const number = ['98765', '43210'];
  expect(
    findPersonal(`+91 ${number.join(' ')}, ${number.join('')}, +1 202-555-0123, v${number.join('')}`),
  ).toHaveLength(2);
});
