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

test('a profile that is a link out of its folder is not read: a message would show its lines', async () => {
  const folder = await profilesFolder();
  await writeFile(join(folder, '..', 'secret'), 'token: 1\n');
  await symlink(join(folder, '..', 'secret'), join(folder, 'jane.yaml'));
  await expect(read(folder)).rejects.toMatchObject({
    code: 'PROFILE_MISSING',
    message: 'the file is a link to a file outside its folder',
    where: { file: join(folder, 'jane.yaml') },
  });
});

test('a link within the folder is followed, also where the folder is one', async () => {
  const folder = await profilesFolder();
  await writeFile(join(folder, 'other.yaml'), 'basics: {}\n');
  await symlink('other.yaml', join(folder, 'jane.yaml'));
  await symlink(folder, `${folder}-link`);
  expect(String(await read(`${folder}-link`))).toBe('basics: {}\n');
});

test('a file above the limit is not even read', async () => {
  const folder = await profilesFolder();
  await writeFile(join(folder, 'jane.yaml'), Buffer.alloc(LIMITS.bytes + 1, '#'));
  await expect(read(folder)).rejects.toMatchObject({
    code: 'PROFILE_LIMIT',
    message: 'the file is larger than the limit of 1,048,576 bytes',
  });
});

test('a pipe is not waited for', async () => {
  const folder = await profilesFolder();
  execFileSync('mkfifo', [join(folder, 'jane.yaml')]);
  await expect(read(folder)).rejects.toMatchObject({ code: 'PROFILE_MISSING', message: 'this is not a regular file' });
});
