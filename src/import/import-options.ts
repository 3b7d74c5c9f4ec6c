import type { OfficeConverter } from './libreoffice.js';
import type { ScanReader } from './scan/read.js';

export interface ImportOptions {
  /** The name of the format, to skip detection. */
  from?: string | undefined;
  /** The available templates: a profile may not name any other. */
  templates?: readonly string[];
  /** `true` to keep phone, e-mail and street in the profile itself. */
  publicContacts?: boolean | undefined;
  /** Reads scans; without it, they are not read. */
  scan?: ScanReader | undefined;
  /** Converts documents of other word processors; without it, they are not read. */
  office?: OfficeConverter | undefined;
  /** `true` to fail if a value that was read from a page is unsure. */
  strict?: boolean | undefined;
}
