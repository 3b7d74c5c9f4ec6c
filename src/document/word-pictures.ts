import { imageSize } from 'image-size';
import type { Problem } from '../errors.js';
import type { WordPicture } from '../formats/docx/page.js';
import { withoutJpegMetadata } from '../pdf/privacy/jpeg-metadata.js';
import type { PdfJs, PictureJob } from '../print/pictures.js';
import type { Printer } from '../print/printer.js';
import { entryOf } from '../profile/values.js';
import type { TemplateStore } from '../template/store.js';
import type { Pictures } from '../template/view.js';

/** The parts of a run's kit that Word files and drawn pages need. */
export interface WordKit {
  templates: Pick<TemplateStore, 'get'>;
  printer: Printer;
  /** Loads what draws pages of PDFs. */
  pdfJs(): Promise<PdfJs>;
  signal?: AbortSignal | undefined;
}

/** The kinds of picture that every Word shows, by their media types. */
const SHOWN: Readonly<Record<string, WordPicture['type']>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
};

/** The width in pixels that pictures of other kinds are drawn with at most. */
const WIDTH = 1600;

/** A picture that Word shows, maybe on its side: Word does not heed what a camera notes of that. */
interface StoredPicture {
  picture: WordPicture;
  isTurned: boolean;
}

/**
 * Pictures as Word takes them. Those of other kinds, and those that a camera has stored on their side, are drawn anew by
 * the browser, which is started for them only.
 */
export async function toWordPictures(
  pictures: Pictures,
  kit: WordKit,
): Promise<{ pictures: Map<string, WordPicture>; warnings: Problem[] }> {
  const taken = new Map<string, WordPicture>();
  const turned = new Map<string, WordPicture>();
  const others: [string, string][] = [];
  for (const [source, data] of pictures) {
    const stored = toPicture(data);
    if (stored) (stored.isTurned ? turned : taken).set(source, stored.picture);
    if (!taken.has(source)) others.push([source, data]);
  }
  const reason = others.length > 0 ? await draw(others, taken, kit) : undefined;
  const left = others.map(([source]) => source).filter((source) => !taken.has(source));
  for (const [source, picture] of turned) if (!taken.has(source)) taken.set(source, picture);
  return {
    pictures: taken,
    warnings: left.map((source) => (turned.has(source) ? notTurned(source, reason) : leftOut(source, reason))),
  };
}

/** Draws pictures into those that are taken; gives the reason where the browser could draw none. */
async function draw(
  pictures: readonly [string, string][],
  taken: Map<string, WordPicture>,
  kit: WordKit,
): Promise<string | undefined> {
  async function* jobs(): AsyncGenerator<PictureJob & { source: string }> {
    for (const [source, image] of pictures) yield { source, subject: { image }, width: WIDTH, exact: true };
  }
  try {
    const { drawPictures } = await import('../print/pictures.js');
    await drawPictures(kit.printer, await kit.pdfJs(), jobs(), 1, async ({ source }, drawn) => {
      if (drawn) taken.set(source, drawn);
    });
    return undefined;
  } catch (error) {
    if (kit.signal?.aborted) throw error;
    return (error as Error).message;
  }
}

function leftOut(source: string, reason: string | undefined): Problem {
  return {
    severity: 'warning',
    message: `the picture ${JSON.stringify(source)} is left out of the Word file, which says instead what it shows${reason ? `: ${reason}` : ''}`,
    hint: 'Word shows PNG, JPEG and GIF',
  };
}

function notTurned(source: string, reason: string | undefined): Problem {
  return {
    severity: 'warning',
    message: `the picture ${JSON.stringify(source)} stands in the Word file as it is stored, maybe on its side${reason ? `: ${reason}` : ''}`,
    hint: 'turn the picture in a program for pictures and save it',
  };
}

/** A data: address as Word takes pictures; undefined for one of another kind, or one that is broken. */
function toPicture(data: string): StoredPicture | undefined {
  const [, media = '', base64 = ''] = /^data:([\w/+.-]+);base64,(.*)$/s.exec(data) ?? [];
  const type = entryOf(SHOWN, media);
  if (!type) return undefined;
  const stored = Buffer.from(base64, 'base64');
  try {
    const { width, height, orientation = 1 } = imageSize(stored);
    if (!(width > 0 && height > 0)) return undefined;
    // What a camera notes, such as where it was, is nothing that a profile says.
    const bytes = type === 'jpg' ? (withoutJpegMetadata(stored) ?? stored) : stored;
    return { picture: { type, bytes, width, height }, isTurned: orientation !== 1 || hasExif(stored, type) };
  } catch {
    return undefined;
  }
}

/** Whether a PNG has Exif (PNG, 11.3.4.5), which may say that it is to be turned, before its pixels. */
function hasExif(bytes: Buffer, type: WordPicture['type']): boolean {
  const chunk = type === 'png' ? bytes.indexOf('eXIf') : -1;
  return chunk >= 0 && chunk < bytes.indexOf('IDAT');
}
