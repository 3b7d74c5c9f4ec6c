import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The paths of an authority's certificate, and of a server's with its key, all in PEM. */
export interface Certificates {
  authority: string;
  certificate: string;
  key: string;
}

/** Makes an authority that nobody knows, and by it a certificate of this machine (localhost, 127.0.0.1), for a day. */
export function makeCertificates(folder: string): Certificates {
  const authority = join(folder, 'authority.pem');
  const authorityKey = join(folder, 'authority.key');
  const certificate = join(folder, 'server.pem');
  const key = join(folder, 'server.key');
  const keyPair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout'];
  const openssl = (args: readonly string[]) => execFileSync('openssl', ['req', '-x509', '-days', '1', ...args], QUIET);
  openssl([...keyPair, authorityKey, '-subj', '/CN=Authority of a test', '-out', authority]);
  openssl([
    ...[...keyPair, key, '-subj', '/CN=localhost', '-out', certificate, '-CA', authority, '-CAkey', authorityKey],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE'],
  ]);
  return { authority, certificate, key };
}

/** What openssl says of its progress is kept for the message of a failure. */
const QUIET = { stdio: 'pipe' } as const;
