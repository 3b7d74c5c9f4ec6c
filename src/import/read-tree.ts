import { LineCounter } from 'yaml';
import { DossierError } from '../errors.js';
import type { Path } from '../profile/document.js';
import { readDocument } from '../profile/document.js';
import { decode } from '../profile/limits.js';
import type { Archive } from './archive.js';
import { isLinkedInExport, readLinkedInExport } from './linkedin.js';
import type { Tree } from './tree.js';
import { readXml } from './xml.js';

/**
 * Reads an export of another service as a tree of values.
 *
 * @throws DossierError IMPORT_UNKNOWN for an archive of another kind, IMPORT_DAMAGED
 */
export async function readExport(archive: Archive, file: string): Promise<Tree> {
  if (isLinkedInExport(archive.names)) return readLinkedInExport(archive, file);
  throw new DossierError('IMPORT_UNKNOWN', 'this archive contains no résumé in a known format', {
    where: { file },
    hint: 'Word files and LinkedIn exports ("Get a copy of your data") are imported as they are; unpack any other archive first',
  });
}

/**
 * Reads a file that is a text: XML, JSON or YAML.
 *
 * @throws DossierError as `readXml` and `readDocument` do
 */
export function readTextTree(bytes: Uint8Array, file: string): Tree {
  return startsWithTag(bytes) ? readXmlTree(decode(bytes, file), file) : readYamlTree(bytes, file);
}

function startsWithTag(bytes: Uint8Array): boolean {
  return /^(?:\u00EF\u00BB\u00BF)?\s*<[?!A-Za-z]/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 200)));
}

function readYamlTree(bytes: Uint8Array, file: string): Tree {
  const document = readDocument(bytes, file, { repeatedKeys: true });
  return {
    value: document.value,
    whereOf(path, part) {
      const range = document.rangeOf(path, part);
      return { file, ...(range ? document.position(range[0]) : {}) };
    },
  };
}

function readXmlTree(text: string, file: string): Tree {
  const { value, offsetOf } = readXml(text, file);
  const lines = new LineCounter();
  for (const { index } of text.matchAll(/^/gm)) lines.addNewLine(index);
  return {
    value,
    whereOf(path) {
      const offset = nearest(path, offsetOf);
      if (offset === undefined) return { file };
      const { line, col } = lines.linePos(offset);
      return { file, line, column: col };
    },
  };
}

/** The offset of a path, or that of the nearest parent that has one. The first of a list is stored without its index. */
function nearest(path: Path, offsetOf: (path: Path) => number | undefined): number | undefined {
  const plain = path.filter((step) => step !== 0);
  for (let length = plain.length; length > 0; length--) {
    const offset = offsetOf(plain.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return undefined;
}
