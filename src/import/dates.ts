import { guessDate, isOpen, parseDate } from '../profile/dates.js';

const DAY_LAST = /^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Za-z]{3,9})\.?,? (\d{4})$/;

/**
 * A date in the form that a profile has it: `Jul 2025`, `July 3, 2025` and `2025/07` are told; `Fall 2025` is not.
 *
 * @param open whether it may also be `present`
 */
export function readDate(text: string, open: boolean): string | undefined {
  if (isOpen(text)) return open ? 'present' : undefined;
  if (parseDate(text)) return text.trim().split('T', 1)[0];
  const [, name, day, year] = DAY_LAST.exec(text.trim()) ?? reordered(text) ?? [];
  const month = name && year ? guessDate(`${name} ${year}`) : undefined;
  const whole = month && day ? `${month}-${day.padStart(2, '0')}` : undefined;
  if (whole && parseDate(whole)) return whole;
  const guess = guessDate(text);
  return guess === 'present' && !open ? undefined : guess;
}

function reordered(text: string): string[] | undefined {
  const [all, day, name, year] = DAY_FIRST.exec(text.trim()) ?? [];
  return all && day && name && year ? [all, name, day, year] : undefined;
}
