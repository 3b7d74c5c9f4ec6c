import type { Format } from '../document/formats.js';
import type { Packet } from '../packet/schema.js';
import type { BlindKeys } from './blind-keys.js';
import type { BlindReview } from './blind-packet.js';
import type { SourceFile } from './profile-files.js';
import type { DocumentChoice } from './variants.js';

/** What a run is to make. */
export interface BuildRequest extends DocumentChoice {
  /** The folder with profiles/*.yaml and its subfolder packets/. */
  profiles: string;
  /** The folder with overlays; private details are merged only where it is given. */
  overlays?: string | undefined;
  /** Profiles by name; all where there are none. */
  named: readonly string[];
  /** The named profiles that are not in the folder of profiles. */
  files: readonly SourceFile[];
  /** Only these packets and no résumés, instead of the profiles named. */
  packets?: PacketChoice | undefined;
  formats: readonly Format[];
  template?: string | undefined;
  /** The month to which open jobs are counted in packets without a date, and on the page. */
  asOf: string;
  /** Pages to fill, whatever profiles and variants say. */
  pages?: number | undefined;
  /** PDFs carry the whole profile. */
  embedSource?: boolean | undefined;
  /** Binds packets without names: those whose files ask for it, or all. */
  blind: { all: boolean; keys: BlindKeys; review?: BlindReview | undefined };
  /** Packets are encrypted with it. */
  password?: string | undefined;
  /** Allows a packet with a password to be replaced by one without. */
  mayUnprotect?: boolean | undefined;
  concurrency: number;
}

/** Packet files by name (all where there are none), or one made up of profiles. */
type PacketChoice = { named: readonly string[] } | { slug: string; packet: Packet };
