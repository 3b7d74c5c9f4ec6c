import { createCipheriv, createHash } from 'node:crypto';
import { stream } from './by-hand.js';

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const KEY = Buffer.alloc(32, 7);
const SALTS = ['validate', 'the key.'] as const;
const wrap = createCipheriv('aes-256-cbc', sha256(SALTS[1]), Buffer.alloc(16)).setAutoPadding(false);

/** Encryption dictionary for AES-256, revision 5, that opens with the empty password. */
export const ENTRIES = {
  Filter: '/Standard',
  V: '5',
  R: '5',
  P: '-4',
  O: `<${'00'.repeat(48)}>`,
  OE: `<${'00'.repeat(32)}>`,
  U: `<${Buffer.concat([sha256(SALTS[0]), Buffer.from(SALTS.join(''))]).toString('hex')}>`,
  UE: `<${wrap.update(KEY).toString('hex')}>`,
  Perms: `<${'00'.repeat(16)}>`,
  CF: '<</StdCF<</CFM/AESV3>>>>',
  StmF: '/StdCF',
  StrF: '/StdCF',
};

/** A trailer with an encryption dictionary; empty entries are omitted. */
export function trailer(changed: Partial<Record<keyof typeof ENTRIES | 'Length' | 'EFF', string>> = {}): string {
  const entries = Object.entries({ ...ENTRIES, ...changed }).filter(([, value]) => value !== '');
  return `trailer\n<</Root 1 0 R/Encrypt<<${entries.map(([key, value]) => `/${key} ${value}`).join('')}>>>>`;
}

/** Encrypts data with the key of that dictionary. */
export function aes(data: string | Uint8Array): Buffer {
  const start = Buffer.alloc(16, 3);
  const cipher = createCipheriv('aes-256-cbc', KEY, start);
  const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
  return Buffer.concat([start, cipher.update(bytes), cipher.final()]);
}

/** Encrypts a stream object made by `stream`. */
export function sealed(object: string): string {
  const [length, start] = [object.indexOf('/Length '), object.indexOf('stream\n')];
  return stream(object.slice(2, length), aes(object.slice(start + 7, -'\nendstream'.length)));
}
