import { execFile, execFileSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, readFile, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { IS_MATRIX } from '../support/matrix.js';
import { requireProgram, requireThat } from '../support/outside.js';
import { PROFILES, ROOT, temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

const run = promisify(execFile);
const USER = 1000;

/**
 * The README's first command on a minimal Debian root with only Node and npm, as an unprivileged user, without a
 * browser, NSS libraries, fontconfig and fonts.
 */
test('runs npm ci && npm run render for an unprivileged user on a bare machine', async (context) => {
  if (!IS_MATRIX) context.skip('runs only in npm run test:matrix');
  requireThat(
    context,
    process.platform === 'linux' && process.getuid?.() === 0,
    'changing the root needs the rights of root',
  );
  requireProgram(context, 'debootstrap');
  const root = await temporaryFolder();
  await chmod(root, 0o755);
  await run('debootstrap', ['--variant=minbase', 'bookworm', root], { maxBuffer: 64 * 1024 * 1024 });
  const npm = join(dirname(await realpath(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())), '..');
  await copyFile(process.execPath, join(root, 'usr', 'local', 'bin', 'node'));
  await cp(npm, join(root, 'usr', 'local', 'lib', 'node_modules', 'npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr', 'local', 'bin', 'npm'));
  for (const file of ['resolv.conf', 'hosts']) await copyFile(join('/etc', file), join(root, 'etc', file));
  const home = join(root, 'home', 'user');
  await mkdir(home, { recursive: true });
  // A machine behind a company proxy trusts a custom certificate, so the root must trust it too.
  const authority = process.env.NODE_EXTRA_CA_CERTS;
  if (authority) await copyFile(authority, join(root, 'etc', 'authority.pem'));
  await copyFile(join(process.env.HOME ?? '/root', '.npmrc'), join(home, '.npmrc')).catch(() => undefined);
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  for (const file of files) await cp(join(ROOT, file), join(home, 'dossier', file)).catch(() => undefined);
  execFileSync('chown', ['-R', `${USER}:${USER}`, home]);
  for (const absent of ['usr/share/fonts', 'etc/fonts', 'usr/lib/x86_64-linux-gnu/libnss3.so']) {
    await expect(readFile(join(root, absent))).rejects.toMatchObject({ code: 'ENOENT' });
  }

  await run('mount', ['-t', 'proc', 'proc', join(root, 'proc')]);
  onTestFinished(() => void execFileSync('umount', [join(root, 'proc')]));
  const environment = [
    'HOME=/home/user',
    'PATH=/usr/local/bin:/usr/bin:/bin',
    ...(authority ? ['NODE_EXTRA_CA_CERTS=/etc/authority.pem'] : []),
  ];
  const command = 'cd ~/dossier && npm ci && npm run render';
  const { stdout } = await run(
    'chroot',
    [`--userspec=${USER}:${USER}`, root, '/usr/bin/env', '-i', ...environment, 'sh', '-c', command],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  expect(stdout).toContain('out/packets/backend-engineers.pdf');

  const out = join(home, 'dossier', 'out');
  for (const slug of PROFILES) {
    const bytes = await readFile(join(out, slug, `${slug}.pdf`));
    const pdf = await readPdf(bytes);
    expect(pdf.pages[0]?.text.length).toBeGreaterThan(1000);
  }
  // The same browser with the same fonts produces the same bytes, regardless of the installed software.
  await run(process.execPath, [join(ROOT, 'dist', 'cli.js'), 'render', '--out', join(root, 'here')], { cwd: ROOT });
  expect(await readFile(join(out, 'manifest.json'), 'utf8')).toBe(
    await readFile(join(root, 'here', 'manifest.json'), 'utf8'),
  );
}, 600_000);
