import { received, type SentError, sent } from '../document/finisher.js';
import type { Artifact, Made } from '../document/resume.js';
import { pack, unpack } from './envelope.js';

/** What came of a job. */
export type Outcome =
  | { made: Made }
  /** Why nothing came of it: a DossierError, or a bug with its stack trace. */
  | { error: Error }
  /** The bytes that the result takes, where they are more than there is room for. */
  | { needs: number };

type Packed =
  | { kind: 'made'; made: Omit<Made, 'artifacts'>; artifacts: Omit<Artifact, 'bytes'>[] }
  | { kind: 'error'; error: SentError }
  | { kind: 'needs'; needs: number };

export function encodeOutcome(outcome: Outcome): Buffer {
  if ('error' in outcome) return pack({ kind: 'error', error: sent(outcome.error) } satisfies Packed, []);
  if ('needs' in outcome) return pack({ kind: 'needs', needs: outcome.needs } satisfies Packed, []);
  const { artifacts, ...made } = outcome.made;
  const described = artifacts.map(({ bytes: _, ...artifact }) => artifact);
  const files = artifacts.map(({ bytes }) => bytes);
  return pack({ kind: 'made', made, artifacts: described } satisfies Packed, files);
}

/** The outcome that was stored; undefined where its bytes are damaged. */
export function decodeOutcome(bytes: Buffer): Outcome | undefined {
  const found = unpack(bytes);
  if (!found) return undefined;
  const value = found.value as Packed;
  if (value.kind === 'error') return { error: received(value.error) };
  if (value.kind === 'needs') return { needs: value.needs };
  const artifacts = value.artifacts.map((artifact, index): Artifact => {
    const file = found.files[index];
    if (!file) throw new Error('a result names more files than it holds');
    return { ...artifact, bytes: file };
  });
  return { made: { ...value.made, artifacts } };
}
