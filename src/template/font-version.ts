import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The version of a font's package, as text; what it says where the package is not installed is no version. */
export async function fontVersion(name: string, packageFolder: (name: string) => string): Promise<string> {
  try {
    const file = join(packageFolder(name), 'package.json');
    return String((JSON.parse(await readFile(file, 'utf8')) as { version?: string }).version);
  } catch {
    return 'is not there';
  }
}
