import { formatNamed } from '../document/formats.js';
import type { Kit, OpenedResume, ResumeRequest } from '../document/resume.js';
import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { FontVersions } from '../template/font-packages.js';
import type { Build } from './build.js';
import type { SentBundles } from './bundles.js';
import type { JobGround } from './job.js';

/** What every job of a run stands on. */
export interface RunGround {
  build: Build;
  fontVersions: FontVersions;
}

/** What a document is made with: its templates, which are sent along, and their fonts. */
export async function groundOf(
  { formats }: Pick<ResumeRequest, 'formats'>,
  { template }: Pick<OpenedResume, 'template'>,
  kit: Pick<Kit, 'templates' | 'date'>,
  sent: SentBundles,
  { build, fontVersions }: RunGround,
): Promise<JobGround> {
  const names = new Set([
    template,
    ...(formats.some((format) => formatNamed(format).hasDefaultLook) ? [DEFAULT_TEMPLATE] : []),
  ]);
  const bundles: Record<string, string> = {};
  const packages: string[] = [];
  for (const name of names) {
    const loaded = await kit.templates.get(name);
    bundles[name] = await sent.send(loaded.template);
    packages.push(...loaded.template.options.fonts.map((font) => font.package));
  }
  const fonts = await fontVersions([...new Set(packages)].sort());
  return { build, date: kit.date, bundles, fonts };
}
