import { OWN_LIMITS } from '../syntax/effort.js';
import { openPdf } from '../syntax/open.js';

/**
 * Encrypts a PDF with AES-256 (ISO 32000-2, 7.6, revision 6 if the library supports it). Extraction for accessibility
 * stays permitted, as accessibility requires (Matterhorn 26-002). Each call uses fresh salts, so the bytes differ every
 * time.
 */
export async function protectPdf(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const document = await openPdf(bytes, 'the packet', OWN_LIMITS);
  document.encrypt({
    userPassword: password,
    ownerPassword: password,
    permissions: {
      printing: 'highResolution',
      copying: true,
      annotating: true,
      fillingForms: true,
      contentAccessibility: true,
    },
  });
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
