import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireProgram, requireThat } from '../support/outside.js';
import { ROOT } from '../support/paths.js';

/** Domains reserved by RFC 2606, which never receive mail. */
const RESERVED = /@([\w-]+\.)*(example\.(com|net|org)|[\w-]+\.(example|invalid|test))$/i;

/** The fictional people of the samples of JSON Resume and RenderCV, which are kept unchanged. */
const INVENTED = ['richard.hendriks@mail.com', '9125554321', 'john.doe@email.com'];

const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\b/gi;

/** Ten digits starting with 6 to 9, in one or two groups, with or without the country code of India. */
const INDIAN_MOBILE = /(?<![\w.])(\+?91[\s-]?)?[6-9]\d{4}[\s-]?\d{5}(?![\w.])/g;

/** Files with names and addresses of packages and their authors, written by npm. */
const METADATA = ['package-lock.json'];

function findPersonal(text: string): string[] {
  const emails = (text.match(EMAIL) ?? []).filter((email) => !RESERVED.test(email));
  return [...emails, ...(text.match(INDIAN_MOBILE) ?? [])].filter((match) => !INVENTED.includes(match));
}

test('finds no personal e-mail address or mobile number in the repository', (context) => {
  requireProgram(context, 'git');
  requireThat(context, existsSync(join(ROOT, '.git')), 'this is not a git checkout');
  // Includes new files that are not ignored, because they may be committed next.
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

test('ignores private details in Git', (context) => {
  requireProgram(context, 'git');
  requireThat(context, existsSync(join(ROOT, '.git')), 'this is not a git checkout');
  const paths = ['profiles/private/jane-doe.yaml', 'out-private/jane-doe/jane-doe.pdf'];
  const ignored = execFileSync('git', ['check-ignore', ...paths], { cwd: ROOT, encoding: 'utf8' });
  expect(ignored.trim().split('\n')).toEqual(paths);
});

test('finds addresses and numbers in a text', () => {
  const at = '@';
  expect(findPersonal(`write to jane.doe+cv${at}mail.co.in or jane${at}sub.example.com`)).toEqual([
    `jane.doe+cv${at}mail.co.in`,
  ]);
  const number = ['98765', '43210'];
  expect(
    findPersonal(`+91 ${number.join(' ')}, ${number.join('')}, +1 202-555-0123, v${number.join('')}`),
  ).toHaveLength(2);
});
