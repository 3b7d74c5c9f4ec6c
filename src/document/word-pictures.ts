import { imageSize } from 'image-size';
import type { Problem } from '../errors.js';
import type { WordPicture } from '../formats/docx/page.js';
import type { PictureJob } from '../print/picture.js';
import { entryOf } from '../profile/values.js';
import type { Pictures } from '../template/view.js';
import type { Kit } from './resume.js';

/** The kinds of picture that every Word shows, by their media types. */
const SHOWN: Readonly<Record<string, WordPicture['type']>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
};

/** The width in pixels that pictures of other kinds are drawn with at most. */
const WIDTH = 1600;

/** Pictures as Word takes them; those of other kinds are drawn anew by the browser, which is started for them only. */
export async function toWordPictures(
  pictures: Pictures,
  kit: Kit,
): Promise<{ pictures: Map<string, WordPicture>; warnings: Problem[] }> {
  const taken = new Map<string, WordPicture>();
  const others: [string, string][] = [];
  for (const [source, data] of pictures) {
    const picture = toPicture(data);
    if (picture) taken.set(source, picture);
    else others.push([source, data]);
  }
  const reason = others.length > 0 ? await draw(others, taken, kit) : undefined;
  const left = others.filter(([source]) => !taken.has(source));
  return { pictures: taken, warnings: left.map(([source]) => leftOut(source, reason)) };
}

/** Draws pictures into those that are taken; gives the reason where the browser could draw none. */
async function draw(
  pictures: readonly [string, string][],
  taken: Map<string, WordPicture>,
  kit: Kit,
): Promise<string | undefined> {
  async function* jobs(): AsyncGenerator<PictureJob & { source: string }> {
    for (const [source, image] of pictures) yield { source, subject: { image }, width: WIDTH, lossless: true };
  }
  try {
    const { drawPictures } = await import('../print/picture.js');
    await drawPictures(kit.printer, await kit.pdfJs(), jobs(), 1, async ({ source }, drawn) => {
      if (drawn) taken.set(source, { type: 'png', ...drawn });
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

/** A data: address as Word takes pictures; undefined for one of another kind, or one that is broken. */
function toPicture(data: string): WordPicture | undefined {
  const [, media = '', base64 = ''] = /^data:([\w/+.-]+);base64,(.*)$/s.exec(data) ?? [];
  const type = entryOf(SHOWN, media);
  if (!type) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { type, bytes, width, height } : undefined;
  } catch {
    return undefined;
  }
}
