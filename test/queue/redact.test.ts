import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactUrl } from '../../src/queue/connect.js';

test.each([
  ['redis://user:secret@host:6379/0', 'redis://user:***@host:6379/0'],
  ['rediss://user:secret@host:6379/0', 'rediss://user:***@host:6379/0'],
  ['redis://:secret@host:6379', 'redis://:***@host:6379'],
  ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
  ['redis://[::1]:6379/15', 'redis://[::1]:6379/15'],
  ['redis://host', 'redis://host'],
  ['REDIS://:secret@host/', 'redis://:***@host/'],
  ['  redis://:secret@host/1\n', 'redis://:***@host/1'],
])('redacts %j as %j', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test.each([
  ['a query', 'redis://host:6379/0?password=secret', 'redis://host:6379/0?***'],
  ['a query without a name', 'redis://host?secret', 'redis://host?***'],
  ['a fragment', 'redis://host:6379/0#secret', 'redis://host:6379/0'],
  ['a path', 'redis://host:6379/secret', 'redis://host:6379/***'],
  ['a user name without a password', 'redis://secret@host:6379', 'redis://***@host:6379'],
  ['a password with an @', 'redis://:sec@ret@host:6379', 'redis://:***@host:6379'],
  ['a password with an unescaped slash', 'redis://user:1/secret@host:6379', 'redis://***'],
  ['a password with an unescaped ?', 'redis://user:1?secret@host:6379', 'redis://***'],
  ['a password with an unescaped #', 'redis://user:1#secret@host:6379', 'redis://***'],
  ['a password that makes the port invalid', 'redis://:sec/ret@host:6379', 'redis://***'],
  ['an invalid port', 'redis://:secret@host:port', 'redis://***'],
  ['no scheme', 'user:secret@host:6379', '***'],
  ['a scheme without slashes', 'redis:secret', '***'],
  ['only a secret', 'secret', '***'],
  ['an empty text', '', '***'],
])('hides a possible secret: %s', (_, url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test('hides any password, escaped or not', () => {
  const secret = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'aZ0:/?#@%[]&= \\') }));
  const allowed = (scheme: string) => [
    `${scheme}://user:***@host:6379/0`,
    `${scheme}://***@host:6379/0`,
    `${scheme}://***`,
  ];
  fc.assert(
    fc.property(fc.constantFrom('redis', 'rediss'), secret, fc.boolean(), (scheme, secret, isEscaped) => {
      const written = isEscaped ? encodeURIComponent(secret) : secret;
      expect(allowed(scheme)).toContain(redactUrl(`${scheme}://user:${written}@host:6379/0`));
      if (isEscaped && secret !== '')
        expect(redactUrl(`${scheme}://user:${written}@host:6379/0`)).toBe(allowed(scheme)[0]);
    }),
    { numRuns: 2000 },
  );
});

test('hides a secret in any part of an address, even an invalid one', () => {
  const secret = fc.stringMatching(/^[A-Z][A-Z0-9]{7,11}$/);
  const around = fc.string({
    unit: fc.constantFrom('r', ':', '/', '//', '://', '?', '#', '@', '.', '0', '&', '=', ' '),
  });
  fc.assert(
    fc.property(secret, around, around, (secret, before, after) => {
      expect(redactUrl(`redis://user:${before}${secret}${after}@host:6379/0`)).not.toContain(secret);
      expect(redactUrl(`redis://host:6379/0?${before}password=${secret}${after}`)).not.toContain(secret);
      expect(redactUrl(`${before}${secret}${after}`.replaceAll(':', ''))).not.toContain(secret);
    }),
    { numRuns: 2000 },
  );
});
