import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Paths to a CA certificate, a server certificate, and the server's key, all in PEM format. */
export interface Certificates {
  authority: string;
  certificate: string;
  key: string;
}

/** Creates an untrusted CA and a certificate for localhost and 127.0.0.1 signed by it, both valid for one day. */
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

/** Captures the output of openssl, so that it appears only in the error message of a failed command. */
const QUIET = { stdio: 'pipe' } as const;
