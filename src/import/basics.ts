import { guessDate, isOpen, parseDate } from '../profile/dates.js';
import { readCountry } from '../profile/fields.js';
import { htmlToText } from '../profile/html.js';
import { type Draft, type Fields, isAddress } from './draft.js';
import { plain, proseOf, type Source } from './source.js';

/** Maps fields of another tool's header, or of a group in it, to those of `basics`. */
interface HeadMaker {
  fields: Fields;
  text(key: string, ...names: string[]): HeadMaker;
  prose(key: string, ...names: string[]): HeadMaker;
  url(key: string, ...names: string[]): HeadMaker;
  /** Maps a picture file. An address stays unmapped and is printed with the details, because no page may load it. */
  picture(name: string): HeadMaker;
  put(key: string, value: unknown): HeadMaker;
}

/** Creates a builder for the header; unmapped values become details at the end of the profile. */
export function headOf(source: Source, draft: Draft): HeadMaker {
  const fields: Fields = {};
  const { markdown } = draft.style;
  const take = (key: string, names: string[], accepts: (text: string) => boolean, change: (text: string) => string) => {
    for (const name of names.length > 0 ? names : [key]) {
      const value = source.get(name);
      if (fields[key] !== undefined || value.text === undefined || !accepts(value.text)) continue;
      const text = value.take();
      if (text !== undefined) fields[key] = change(text);
    }
    return maker;
  };
  const maker: HeadMaker = {
    fields,
    // A text that contains a link does not fit a field of the header.
    text: (key, ...names) =>
      take(
        key,
        names,
        (text) => !markdown || plain(text).links.length === 0,
        (text) => (markdown ? plain(htmlToText(text)).text : text),
      ),
    prose: (key, ...names) =>
      take(
        key,
        names,
        () => true,
        (text) => proseOf(text, markdown),
      ),
    url: (key, ...names) =>
      take(
        key,
        names,
        (text) => isAddress(text),
        (text) => text,
      ),
    picture: (name) => {
      leavePicture(source.get(name), draft);
      return take(
        'image',
        [name],
        (text) => !ADDRESS.test(text),
        (text) => text,
      );
    },
    put: (key, value) => {
      if (value !== undefined && value !== '') fields[key] = value;
      return maker;
    },
  };
  return maker;
}

const ADDRESS = /^[a-z][a-z0-9+.-]+:/i;

/**
 * Sets aside a picture that is an address: pictures come from files, and neither an address nor embedded data is a text
 * to print. Returns `true` if it was one.
 */
export function leavePicture(source: Source, draft: Draft): boolean {
  if (!ADDRESS.test(source.text ?? '')) return false;
  draft.leave(source);
  return true;
}

/** Parses a place on one line; its last part is the country if it is known. */
export function placeOf(place: string, draft: Draft): Fields {
  const comma = place.lastIndexOf(',');
  const code = readCountry(place.slice(comma + 1));
  // Two letters after a city may be a state.
  if (comma > 0 && code && place.length - comma > 4) return { city: place.slice(0, comma).trim(), countryCode: code };
  const location = { city: place };
  if (comma > 0) draft.note(location, 'city', 'the full place: split it into city, region and countryCode');
  return location;
}

const DAY_LAST = /^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Za-z]{3,9})\.?,? (\d{4})$/;

/**
 * Reads a date in another form and returns the form used in profiles. `Jul 2025`, `July 3, 2025` and `2025/07` are
 * recognized; `Fall 2025` is not.
 *
 * @param open `true` if the date may also be `present`
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

/**
 * Reads a period: two dates in any form that `readDate` reads, with a dash or `to` between them. A single date is the end
 * of a period without a known start. Undefined if a part cannot be read.
 */
export function readPeriod(text: string): { start?: string | undefined; end: string } | undefined {
  const single = readDate(text, false);
  if (single) return { end: single };
  const dashes = [...text.matchAll(/[-–—]|\bto\b/g)];
  for (const dash of dashes) {
    const start = readDate(text.slice(0, dash.index), false);
    const end = readDate(text.slice(dash.index + dash[0].length), true);
    if (start && end) return { start, end };
  }
  return undefined;
}
