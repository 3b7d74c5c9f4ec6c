import type { TitlePicture } from '../../../pdf/merge/contents-page.js';
import { breakLines } from '../../../pdf/syntax/operators.js';

/** Dots for each PDF unit: 300 an inch. */
const SCALE = 300 / 72;

/** The accent of packets, and the fonts that this machine has for whatever script. */
const COLOUR = '#1f3f68';
const FAMILY = '"Source Serif 4", Georgia, serif';

/** A title in any script that the reader's own machine can show, as a picture. */
export async function drawTitle(title: string, width: number, size: number): Promise<TitlePicture> {
  const canvas = document.createElement('canvas');
  const brush = () => {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser draws no pictures');
    context.font = `600 ${size * SCALE}px ${FAMILY}`;
    return context;
  };
  const measure = brush();
  const lines = breakLines(title, (text) => measure.measureText(text).width <= width * SCALE);
  const leading = size * 1.35;
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(lines.length * leading * SCALE);
  const context = brush();
  context.fillStyle = COLOUR;
  context.textBaseline = 'middle';
  // What is written from right to left begins on the right.
  const isRightToLeft = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(title);
  context.direction = isRightToLeft ? 'rtl' : 'ltr';
  context.textAlign = 'start';
  for (const [index, line] of lines.entries())
    context.fillText(line, isRightToLeft ? canvas.width : 0, (index + 0.5) * leading * SCALE);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('this browser draws no pictures');
  return { png: new Uint8Array(await blob.arrayBuffer()), width, height: lines.length * leading };
}
