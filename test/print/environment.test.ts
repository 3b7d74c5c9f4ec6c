import { expect, test } from 'vitest';
import { browserEnvironment } from '../../src/print/browser-folders.js';

test('passes the variables that a browser needs to start and to find its fonts', () => {
  const env = {
    PATH: '/bin',
    HOME: '/h',
    LANG: 'C',
    LC_ALL: 'C',
    TMPDIR: '/t',
    FONTCONFIG_PATH: '/f',
    Path: 'C:\\',
    SystemRoot: 'W',
  };
  expect(browserEnvironment(env, { LD_LIBRARY_PATH: '/l' })).toEqual({ ...env, LD_LIBRARY_PATH: '/l' });
});

test.each([
  'DOSSIER_PASSWORD',
  'DOSSIER_QUEUE',
  'GITHUB_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'NPM_TOKEN',
  'NODE_OPTIONS',
  'LD_PRELOAD',
  'HTTPS_PROXY',
  'SSH_AUTH_SOCK',
  'DBUS_SESSION_BUS_ADDRESS',
  'LC_SECRET1',
])('does not pass %s', (name) => {
  expect(browserEnvironment({ [name]: 'secret' })).toEqual({});
});
