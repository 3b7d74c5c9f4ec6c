import type { Format } from '../../src/document/formats.js';
import type { Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import { DossierError, problemsOf } from '../../src/errors.js';
import { placesOf } from '../../src/profile/places.js';
import { readProfile } from '../../src/profile/read.js';

export const WITHOUT_BROWSER: readonly Format[] = ['html', 'txt', 'md', 'json'];

/** The result of rendering a text: files, or an error for its author. */
export type Attempt = { files: Map<Format, string> } | { told: DossierError };

/** Renders the text of a profile. An error other than a `DossierError` is a bug and is thrown. */
export async function attempt(source: string, services: Services, formats = WITHOUT_BROWSER): Promise<Attempt> {
  try {
    const bytes = new TextEncoder().encode(source);
    const places = placesOf({ bytes, file: 'jane.yaml' });
    const { value: profile } = readProfile(bytes, 'jane.yaml', ['classic', 'modern', 'compact']);
    const resume = await makeResume({ slug: 'jane', profile, pictures: new Map(), places, formats }, services);
    return {
      files: new Map(resume.artifacts.map(({ format, bytes }) => [format, new TextDecoder('latin1').decode(bytes)])),
    };
  } catch (error) {
    if (error instanceof DossierError) return { told: error };
    throw error;
  }
}

/** The faults of a result that may be files or an error. */
export function faultsOf(result: Attempt): string[] {
  if ('told' in result) {
    const { code, message } = result.told;
    const faults = problemsOf(result.told).flatMap((problem) => {
      const placed = problem.where?.line !== undefined || code === 'PROFILE_EMPTY' || code === 'PROFILE_LIMIT';
      return [...(placed ? [] : [`no place: ${problem.message}`]), ...(problem.message ? [] : ['no message'])];
    });
    return code.startsWith('PROFILE_') || code === 'GLYPH_MISSING' ? faults : [`${code}: ${message}`, ...faults];
  }
  const { files } = result;
  const faults = [...files]
    .filter(([format, text]) => text === '' && format !== 'txt')
    .map(([format]) => `${format} is empty`);
  const html = files.get('html');
  if (html !== undefined) {
    const body = html.slice(html.indexOf('<body'));
    for (const tag of body.match(/<(script|iframe|object|embed|link|meta|base|form|svg)\b[^>]*>/gi) ?? [])
      faults.push(`the page holds ${tag}`);
    for (const [, url = ''] of body.matchAll(/\b(?:href|src)="([^"]*)"/g))
      if (!/^(https?:|mailto:|tel:|#)/i.test(url)) faults.push(`the page leads to ${url}`);
    for (const tag of body.match(/<[a-z][^>]*>/gi) ?? [])
      if (/\son\w+=/i.test(tag.replace(/"[^"]*"/g, '""'))) faults.push(`the page listens: ${tag}`);
  }
  const json = files.get('json');
  if (json !== undefined) JSON.parse(json);
  return faults;
}
