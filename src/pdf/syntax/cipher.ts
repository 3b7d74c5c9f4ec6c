import { PDFDocument, PDFParser } from 'pdf-lib';
import { once } from '../../memo.js';

/** The library's ciphers of one file (ISO 32000-1, 7.6; ISO 32000-2, 7.6). */
export type Ciphers = NonNullable<Parameters<typeof PDFParser.forBytesWithOptions>[5]>;

/**
 * Obtains the cipher class of pdf-lib, which is not exported. The library passes an instance only to its own parser,
 * which has no limits, so the class is captured while the library reads a small encrypted file.
 */
export const loadCiphers = once(async (): Promise<new (...values: CipherValues) => Ciphers> => {
  const make = PDFParser.forBytesWithOptions;
  let made: Ciphers | undefined;
  PDFParser.forBytesWithOptions = (...values) => {
    made ??= values[5];
    return make(...values);
  };
  try {
    await PDFDocument.load(SAMPLE, { password: '', updateMetadata: false });
  } finally {
    PDFParser.forBytesWithOptions = make;
  }
  if (!made) throw new Error('the library decrypted nothing');
  return made.constructor as new (
    ...values: CipherValues
  ) => Ciphers;
});

/** The encryption dictionary and the identifier of the file. */
type CipherValues = [encryption: Ciphers['dict'], id: Uint8Array];

/** An encrypted file without pages that opens with the empty password. */
const SAMPLE = new TextEncoder().encode(`%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
trailer <</Root 1 0 R/ID[<><>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${'00'.repeat(32)}>
/U<8f7efc46fff90877b2e6d154adf4d6ef6350ba7dbf706fdab9637213e483e974>>>>>
startxref
0
%%EOF`);
