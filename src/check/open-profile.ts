import { DEFAULT_TEMPLATE } from '../profile/names.js';
import type { Read } from '../profile/read.js';
import type { FontLibrary } from '../template/fonts.js';
import { paperFor } from '../template/page.js';
import type { TemplateStore } from '../template/store.js';
import { lineCounter } from './lines.js';
import { type LintContext, readSubject, type SubjectOptions } from './lint-context.js';

/**
 * Reads a profile as the rules see it, with the line lengths of its own template.
 *
 * @throws DossierError as `readProfile` does, or TEMPLATE_INVALID
 */
export async function openForCheck(
  bytes: Uint8Array,
  file: string,
  { templates, fonts }: { templates: Pick<TemplateStore, 'names' | 'get'>; fonts: FontLibrary },
  options: SubjectOptions,
): Promise<Read<LintContext>> {
  const { value, warnings } = readSubject(bytes, file, await templates.names(), options);
  const { meta } = value.profile;
  const { template } = await templates.get(meta?.template || DEFAULT_TEMPLATE);
  const size = paperFor(meta?.page?.size, meta?.locale, template.options);
  const lines = await lineCounter(template.options, { ...meta?.page, size }, fonts);
  return { value: { ...value, lines }, warnings };
}
