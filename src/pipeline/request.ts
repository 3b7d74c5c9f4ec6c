import type { Format } from '../document/formats.js';
import type { DocumentOptions } from '../document/options.js';
import type { Packet } from '../packet/schema.js';
import type { Brand } from '../profile/brand.js';
import type { BlindKeys } from './blind-keys.js';
import type { BlindReview } from './blind-packet.js';
import type { SourceFile } from './discover.js';
import type { DocumentChoice } from './selection.js';

/** The request of a run. */
export interface BuildRequest extends DocumentChoice, DocumentOptions {
  /** The folder with profiles/*.yaml and its subfolder packets/. */
  profiles: string;
  /** The folder with overlays; without it, no private details are merged. */
  overlays?: string | undefined;
  /** The names of profiles; all of them if empty. */
  named: readonly string[];
  /** The named profiles that are not in the folder of profiles. */
  files: readonly SourceFile[];
  /** Makes only these packets and no résumés, instead of the named profiles. */
  packets?: PacketChoice | undefined;
  formats: readonly Format[];
  /** The house style. */
  brand?: Brand | undefined;
  /** The month up to which current jobs are counted in packets without a date, and on the page. */
  asOf: string;
  /** Binds packets without names: those whose files ask for it, or all. */
  blind: { all: boolean; keys: BlindKeys; review?: BlindReview | undefined };
  /** The password that encrypts packets. */
  password?: string | undefined;
  /** Allows a packet with a password to be replaced by one without. */
  mayUnprotect?: boolean | undefined;
  /** The least share of a résumé's fields that extractors must read in its PDF, from 0 to 1. */
  atsGate?: number | undefined;
  concurrency: number;
}

/** Packet files by name (all of them if empty), or a packet defined on the command line. */
type PacketChoice = { named: readonly string[] } | { slug: string; packet: Packet };
