/** A change of figures, `50ms → 5ms`; a figure with a sign or a unit that is no letter, `+38%`, `$2.5M`. */
const FIGURES =
  /\S{1,32}\u00A0→\u00A0\S{1,32}|(?<!\p{Script=Latin}\s?)(?:[+\-−±≈~$€£₹]{1,8}\p{Nd}[\p{Nd}.,]{0,30}%?|\p{Nd}[\p{Nd}.,]{0,30}[%+])(?![\p{L}\p{Nd}])/gu;

/** Signs at the end of a name in Latin letters, `C++` and `C#`, and at its beginning, `.NET`. */
const TRAILING = /(?<=[\p{Script=Latin}\p{Nd}])[+#]+(?![\p{L}\p{Nd}+#])/gu;
const LEADING = /(?<![\p{L}\p{Nd}])[.#@](?=\p{Script=Latin})/gu;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Keeps its neighbours to what is written from left to right (UAX #9, 2.6). */
const MARK = '\u200E';

/**
 * The body of a page that is written from right to left: figures and names whose signs the order of Unicode would put on
 * their other side are kept in the order in which they were typed.
 */
export function keepFigures(body: string): string {
  return body.replace(/(?<=>)[^<]+/g, (run) =>
    run
      // The names of character references are no text.
      .split(/(&[#\w]+;)/)
      .map((part, index) => (index % 2 === 1 ? part : keep(part)))
      .join(''),
  );
}

/** A text without any letter of such a script: a name, an address, a telephone number. A span of years is none. */
const isForeign = (text: string) =>
  !RIGHT_TO_LEFT.test(text) && (/\p{L}/u.test(text) || /^[+\d][\d\s().-]*$/.test(text));

/** The same for text that is no HTML, where marks have to do; what is foreign stays whole. */
export function keepSigns(text: string): string {
  if (isForeign(text)) return `${MARK}${text}${MARK}`;
  return keep(text, (figures) => `${MARK}${figures}${MARK}`);
}

function keep(text: string, isolate = (figures: string) => `<bdi dir="ltr">${figures}</bdi>`): string {
  if (!/[+\-−±≈~$€£₹%#@.→]/.test(text)) return text;
  return text
    .replace(TRAILING, (signs) => signs + MARK)
    .replace(LEADING, (sign) => MARK + sign)
    .replace(FIGURES, isolate);
}
