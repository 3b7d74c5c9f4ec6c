import { deflateSync } from 'node:zlib';

/** Milliseconds allowed for each file. Bounded work ends far sooner; unbounded work would take hours. */
export const LIMIT = 30_000;

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** A stream object as written in a file; each character is one byte. */
export const stream = (entries: string, data: string | Uint8Array) => {
  const text = typeof data === 'string' ? data : Buffer.from(data).toString('latin1');
  return `<<${entries}/Length ${text.length}>>stream\n${text}\nendstream`;
};

export const flate = (entries: string, data: string | Uint8Array) =>
  stream(`${entries}/Filter/FlateDecode`, deflateSync(data, { level: 9 }));

interface Parts {
  /** Additional entries of the catalog, the page tree and the page. */
  catalog?: string;
  pages?: string;
  page?: string;
  /** Additional objects, numbered from 10. */
  objects?: string[];
  trailer?: string;
  tail?: string;
}

/** A PDF of one page written as plain text, so that tests can break any part of it. */
export function pdf({ catalog = '', pages, page = '', objects = [], trailer, tail = '' }: Parts = {}): Uint8Array {
  const numbered = objects.map((object, index) => `${index + 10} 0 obj\n${object}\nendobj`);
  return latin(
    [
      '%PDF-1.7',
      `1 0 obj\n<</Type/Catalog/Pages 2 0 R ${catalog}>>\nendobj`,
      `2 0 obj\n<</Type/Pages ${pages ?? '/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]'}>>\nendobj`,
      `3 0 obj\n<</Type/Page/Parent 2 0 R ${page}>>\nendobj`,
      ...numbered,
      trailer ?? 'trailer\n<</Root 1 0 R>>',
      `startxref\n0\n%%EOF${tail}`,
    ].join('\n'),
  );
}

export const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));

/** A stream of a few hundred kilobytes that decompresses to more than the available memory. */
export function bomb(entries: string, gigabytes: number): string {
  let data: Uint8Array = deflateSync(new Uint8Array(64 * 1024 * 1024), { level: 9 });
  // A decoder stops at the end of the first of several zlib streams, so a second filter compresses the blocks as one.
  data = deflateSync(Buffer.concat(times(gigabytes, () => '').map(() => data)), { level: 9 });
  return stream(`${entries}/Filter[/FlateDecode/FlateDecode]`, data);
}
