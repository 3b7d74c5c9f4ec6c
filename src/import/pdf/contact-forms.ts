/** Forms of contact details, wherever they stand in a text. */
export const EMAIL = /[^\s@<>()[\],;:|·•]{1,64}@[^\s@<>()[\],;:|·•]{1,255}\.\p{L}{2,24}/u;

/** A telephone number: digits in groups, with the marks that are usual between them. */
export const PHONE = /(?:\(\+?\d{1,4}\) ?|\+)?\(?\d[\d ()./–-]{5,22}\d/;

const SITE =
  /(?<![\p{L}\p{N}@.-])(?:https?:\/\/|www\.)[^\s|•·,;<>]{3,400}|(?<![\p{L}\p{N}@./-])[\p{L}\p{Nd}][\p{L}\p{Nd}-]{0,62}(?:\.[\p{L}\p{Nd}-]{1,63}){0,3}\.(?:com|org|net|io|dev|me|co|edu|gov|info|app|ai|tech|page|site|blog|eu|de|fr|es|it|nl|ch|at|uk|us|ca|in|jp|kr|cn|ru|br|pt|se|no|fi|dk|pl|be|ie|example)(?![\p{L}\p{N}@-])(?:\/[^\s|•·,;<>]{0,400})?/iu;

/** An address of a web page in a text, as written; undefined if there is none. */
export function siteIn(text: string): string | undefined {
  const [found] = SITE.exec(text) ?? [];
  return found?.replace(/[.):]{1,9}$/, '');
}

/** A telephone number in a text; undefined if there is none, or if the digits are dates. */
export function phoneIn(text: string): string | undefined {
  const [found] = PHONE.exec(text) ?? [];
  if (!found) return undefined;
  const digits = found.replace(/\D/g, '');
  const isYears = found.split(/\D/).every((part) => part === '' || /^(?:19|20)\d\d$/.test(part));
  const isDate = /^\d{1,2}[./-]\d{1,2}[./-]\d{4}$|^\d{4}[./-]\d{1,2}[./-]\d{1,2}$/.test(found);
  return digits.length >= 7 && digits.length <= 15 && !isYears && !isDate ? found.trim() : undefined;
}

/** `true` if a text holds a contact detail. */
export function hasContact(text: string): boolean {
  return text.length < 400 && (EMAIL.test(text) || phoneIn(text) !== undefined || siteIn(text) !== undefined);
}
