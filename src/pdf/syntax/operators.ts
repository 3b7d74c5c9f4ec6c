/** A number as a content stream has it: hundredths of a point are finer than any eye. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/**
 * Operators that show a line of text.
 *
 * @param colour red, green and blue from 0 to 1
 * @param codes of the font, in hexadecimal
 */
export function show(font: string, size: number, colour: string, x: number, y: number, codes: string): string {
  return `BT ${colour} rg /${font} ${size} Tf 1 0 0 1 ${num(x)} ${num(y)} Tm <${codes}> Tj ET`;
}

/** Words in as few lines as they need; a word that fits on none is broken anywhere. */
export function breakLines(text: string, fits: (text: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (fits(longer)) {
      lines.splice(-1, lines.length > 0 ? 1 : 0, longer);
      continue;
    }
    lines.push('');
    for (const character of word) {
      if (!fits(`${lines.at(-1)}${character}`) && lines.at(-1) !== '') lines.push('');
      lines[lines.length - 1] += character;
    }
    if (lines[0] === '') lines.shift();
  }
  return lines;
}
