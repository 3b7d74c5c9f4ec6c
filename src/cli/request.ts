import { relative, resolve } from 'node:path';
import type { Format } from '../document/formats.js';
import { type DocumentOptions, documentOptionsOf } from '../document/options.js';
import { DossierError } from '../errors.js';
import { overlayFolder } from '../pipeline/discover.js';
import type { BuildRequest } from '../pipeline/request.js';
import type { Environment } from './environment.js';
import type { RunLook } from './look.js';
import type { LookOptions } from './look-options.js';
import { QUEUE_WIDTH, type QueueOptions } from './queue-options.js';
import { asOfOf } from './services.js';

/** The options of every command that renders. */
export interface RunOptions
  extends Omit<QueueOptions, 'browser'>,
    Omit<DocumentOptions, 'design' | 'defaults'>,
    LookOptions {
  profiles: string;
  /** The month up to which current jobs are counted. */
  asOf?: string;
  out?: string;
  /**
   * The password that encrypts packets; never printed. `false` allows protected packets to be replaced by open ones.
   */
  password?: string | false;
  blind?: boolean;
  /** The file that maps aliases to the candidates of blind packets. */
  key?: string;
  /** The checklist of texts that may identify the candidates of blind packets. */
  review?: string;
  private?: boolean;
  /** The least share of a résumé's fields that extractors must read in its PDF, from 0 to 1. */
  atsGate?: number;
  concurrency?: number;
  browser?: string;
  requireSandbox?: boolean;
  /** Rebuilds everything. */
  force?: boolean;
  /** Prints why each profile and packet is stale. */
  explain?: boolean;
  /** Keeps running and rebuilds changed sources. */
  watch?: boolean;
  quiet?: boolean;
  json?: boolean;
}

/** The part of a build request that the command determines. */
export type CommandRequest = Pick<BuildRequest, 'named' | 'files' | 'packets' | 'variants' | 'letters'> & {
  /** The formats that the command names; otherwise those of the project, or the usual ones. */
  formats: readonly Format[] | undefined;
  /** Notes to print before the run starts. */
  notes: readonly string[];
};

/** The folders of profiles and of private details, relative to the current folder. */
export function foldersOf(options: RunOptions, environment: Environment) {
  const profiles = relative(environment.cwd, resolve(environment.cwd, options.profiles)) || '.';
  return { profiles, overlays: options.private ? overlayFolder(profiles) : undefined };
}

/** The request of a run, and the checklist for reviewing blind packets if one is asked for. */
export async function makeRequest(
  wanted: Omit<CommandRequest, 'formats'> & Pick<BuildRequest, 'formats'>,
  options: RunOptions,
  { design, defaults, brand }: RunLook,
  environment: Environment,
  out: string,
  isQueued: boolean,
) {
  const { BlindKeys } = await import('../pipeline/blind-keys.js');
  const keys = new BlindKeys({
    file: options.key === undefined ? undefined : resolve(environment.cwd, options.key),
    folder: resolve(environment.cwd, '.dossier', 'keys'),
    out,
  });
  const checklist = options.review
    ? await (await import('./blind-review.js')).openReview(options.review, out, environment)
    : undefined;
  const request: BuildRequest = {
    ...wanted,
    ...foldersOf(options, environment),
    ...documentOptionsOf({ ...options, design, defaults }),
    brand,
    asOf: asOfOf(options, environment),
    atsGate: options.atsGate,
    ...packetPassword(options.password, environment.env.DOSSIER_PASSWORD),
    blind: { all: options.blind === true, keys, review: checklist?.review },
    concurrency: isQueued ? QUEUE_WIDTH : (options.concurrency ?? environment.cores),
  };
  return { request, checklist };
}

/**
 * The password for packets, from the command line or the environment. An empty one is an error: it usually is a missing
 * secret, for example one that a CI job may not read, and the packet would be open to everybody.
 *
 * @throws DossierError USAGE
 */
function packetPassword(
  option: string | false | undefined,
  variable: string | undefined,
): Pick<BuildRequest, 'password' | 'mayUnprotect'> {
  if (option === false) return { mayUnprotect: true };
  const password = option ?? variable;
  if (password === undefined || password.trim() !== '') return { password };
  throw new DossierError('USAGE', `${option === undefined ? 'DOSSIER_PASSWORD' : '--password'} is empty`, {
    hint: 'set a password, or use --no-password for unprotected packets',
  });
}
