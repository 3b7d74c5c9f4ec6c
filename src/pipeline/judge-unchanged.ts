import type { Services } from '../document/model.js';
import { documentOptionsOf } from '../document/options.js';
import { openResume } from '../document/resume.js';
import { requireReadable } from './ats-gate.js';
import type { Plan } from './plan.js';
import { openSource } from './profiles.js';
import { documentKey } from './records.js';
import type { Failure } from './report.js';
import type { BuildRequest } from './request.js';
import { chooseDocuments } from './selection.js';

/**
 * Judges the PDFs of a plan that are up to date, as those that the run makes. The threshold is no input of the
 * fingerprints, because it changes no file: with another one, nothing is printed again.
 *
 * @returns a failure for each document below the threshold
 */
export async function judgeUnchanged(
  { profiles, upToDate, state, pdfOf }: Plan,
  request: BuildRequest & { atsGate: number },
  services: Pick<Services, 'templates' | 'themes' | 'asOf'>,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const { overlays, atsGate } = request;
  const options = documentOptionsOf(request);
  for (const source of profiles.filter((each) => upToDate.has(each))) {
    const { slug, path } = source;
    const { profile, redact } = await openSource(source, overlays, await services.templates.names());
    for (const variant of chooseDocuments(state.records.profiles[slug]?.variants ?? [], request)) {
      const pdf = await pdfOf(documentKey(slug, variant, options.template));
      if (!pdf) continue;
      try {
        const { content } = await openResume({ slug, profile, variant, ...options }, services);
        await requireReadable(pdf.bytes, { content, variant, redact }, atsGate, source);
      } catch (error) {
        failures.push({ source: path, error });
      }
    }
  }
  return failures;
}
