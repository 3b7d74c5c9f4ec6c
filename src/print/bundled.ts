import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

const PACKAGE = '@sparticuz/chromium';

/** The usual folders of shared libraries on Linux; the loader's own list cannot be read without running it. */
const LIBRARY_FOLDERS = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/lib64',
  '/usr/lib',
  '/lib',
];
const LIBRARIES = ['libnss3.so', 'libnssutil3.so', 'libnspr4.so', 'libexpat.so.1'];

/** An unpacked browser from an npm package, and the environment variables that it needs to start on any system. */
interface Bundled {
  executable: string;
  env: Record<string, string>;
}

/** The folder of the npm package, if it is installed and supports this system. */
export function findBundledPackage(
  platform: NodeJS.Platform,
  arch: string,
): { folder: string; version: string } | undefined {
  if (platform !== 'linux' || arch !== 'x64') return undefined;
  const require = createRequire(import.meta.url);
  try {
    let folder = dirname(require.resolve(PACKAGE));
    while (!existsSync(join(folder, 'bin', 'chromium.br'))) {
      const parent = dirname(folder);
      if (parent === folder) return undefined;
      folder = parent;
    }
    const { version } = require(join(folder, 'package.json')) as {
      version: string;
    };
    return { folder, version };
  } catch {
    return undefined;
  }
}

/**
 * Unpacks the bundled browser into the cache, once per version. It is unpacked in a temporary folder and renamed, so
 * that concurrent or interrupted runs never leave a partial browser.
 *
 * The package's own unpacking is not used: it writes under fixed names into the shared temporary folder, and provides
 * the libraries only on the systems it was made for.
 */
export async function unpackBundled(
  source: { folder: string; version: string },
  cache: string,
  announce: (message: string) => void,
): Promise<Bundled> {
  const home = join(cache, `chromium-${source.version}`);
  if (!existsSync(join(home, 'chromium'))) {
    announce('unpacking the browser (once)');
    await mkdir(cache, { recursive: true });
    const aside = await mkdtemp(join(cache, 'unpacking-'));
    try {
      await unpackInto(source.folder, aside, home);
      await rename(aside, home).catch((error: NodeJS.ErrnoException) => {
        // Another run was faster and unpacked the same browser.
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      });
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
  const missing = LIBRARIES.some((library) => !LIBRARY_FOLDERS.some((folder) => existsSync(join(folder, library))));
  return {
    executable: join(home, 'chromium'),
    env: {
      // Use only the bundled fonts, so that installed fonts do not change a page.
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
      ...(missing ? { LD_LIBRARY_PATH: join(home, 'lib') } : {}),
    },
  };
}

async function unpackInto(source: string, target: string, home: string): Promise<void> {
  const { extract } = await import('tar');
  const inflate = promisify(brotliDecompress);
  const open = async (name: string) => inflate(await readFile(join(source, 'bin', name)));
  const untar = async (name: string) =>
    pipeline(Readable.from([await open(name)]), extract({ cwd: target, preservePaths: false }));
  await Promise.all([
    open('chromium.br').then((binary) => writeFile(join(target, 'chromium'), binary)),
    untar('al2023.tar.br'),
    untar('fonts.tar.br'),
  ]);
  await chmod(join(target, 'chromium'), 0o755);
  await writeFile(
    join(target, 'fonts.conf'),
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n<dir>${join(home, 'fonts')}</dir>\n<cachedir>${join(home, 'fontconfig')}</cachedir>\n</fontconfig>\n`,
  );
}
