/**
 * `true` if the text of a profile or a packet file that cannot be read says that it must not be published. It errs on
 * the side of saying so.
 */
export function refusesPublishing(text: string): boolean {
  return /publish["']?\s*:\s*["']?(?:false|no|off)\b/i.test(text);
}
