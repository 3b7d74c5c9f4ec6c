/** Protects characters that are formatting in Markdown but are plain here. */
export function escapeProse(text: string): string {
  return text.replace(/([*_`\\[\]])/g, (mark, _group, index: number) => {
    // An underscore or a bracket inside a word or alone is no formatting.
    if (mark === '_' && /[\p{L}\p{Nd}]/u.test(text[index - 1] ?? '') && /[\p{L}\p{Nd}]/u.test(text[index + 1] ?? ''))
      return mark;
    if (mark === '*' && (text[index + 1] ?? ' ') === ' ') return mark;
    if ((mark === '[' || mark === ']') && !/\]\(/.test(text)) return mark;
    return `\\${mark}`;
  });
}
