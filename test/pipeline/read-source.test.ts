import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSourceFile } from '../../src/pipeline/discover.js';
import { LIMITS } from '../../src/profile/limits.js';
import { temporaryFolder } from '../support/paths.js';

async function profilesFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'profiles');
  await mkdir(folder);
  return folder;
}

const read = (folder: string) => readSourceFile({ slug: 'jane', path: join(folder, 'jane.yaml') });

test('rejects a profile that is a link out of its folder, whose lines an error message could reveal', async () => {
  const folder = await profilesFolder();
  await writeFile(join(folder, '..', 'secret'), 'token: 1\n');
  await symlink(join(folder, '..', 'secret'), join(folder, 'jane.yaml'));
  await expect(read(folder)).rejects.toMatchObject({
    code: 'PROFILE_MISSING',
    message: 'the file is a link to a file outside its folder',
    where: { file: join(folder, 'jane.yaml') },
  });
});

test('follows a link within the folder, even if the folder itself is a link', async () => {
  const folder = await profilesFolder();
  await writeFile(join(folder, 'other.yaml'), 'basics: {}\n');
  await symlink('other.yaml', join(folder, 'jane.yaml'));
  await symlink(folder, `${folder}-link`);
  expect(String(await read(`${folder}-link`))).toBe('basics: {}\n');
});

test('rejects a file above the size limit without reading it', async () => {
  const folder = await profilesFolder();
  await writeFile(join(folder, 'jane.yaml'), Buffer.alloc(LIMITS.bytes + 1, '#'));
  await expect(read(folder)).rejects.toMatchObject({
    code: 'PROFILE_LIMIT',
    message: 'the file is larger than the limit of 1,048,576 bytes',
  });
});

test('rejects a named pipe without waiting for it', async () => {
  const folder = await profilesFolder();
  execFileSync('mkfifo', [join(folder, 'jane.yaml')]);
  await expect(read(folder)).rejects.toMatchObject({ code: 'PROFILE_MISSING', message: 'this is not a regular file' });
});
