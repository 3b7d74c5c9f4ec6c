import type { Problem } from '../errors.js';
import { toJsonResume } from '../formats/jsonresume.js';
import { toMarkdown } from '../formats/markdown.js';
import { toText } from '../formats/text.js';
import type { Profile } from '../profile/schema.js';
import { printedProfile } from '../profile/tailor.js';
import type { MissingGlyph } from '../template/fonts.js';
import { type Format, isPrinted } from './formats.js';
import { withPlainForms } from './glyphs.js';
import { infoOf } from './info.js';
import type { Artifact, Kit, Made, OpenedResume, ResumeRequest } from './resume.js';
import { type FitSummary, Sheet } from './sheet.js';
import type { ThemedSheet } from './themed-sheet.js';

/**
 * Makes the files of a document.
 *
 * @throws DossierError what templates, themes, the browser and PDFs throw
 */
export async function makeFiles(
  request: Omit<ResumeRequest, 'places'>,
  opened: OpenedResume,
  kit: Omit<Kit, 'maker'>,
): Promise<Made> {
  let shown = opened;
  let leftOut: MissingGlyph[] = [];
  const artifacts: Artifact[] = [];
  const warnings: Problem[] = [];
  const add = (format: Format, body: string | Uint8Array, more: Pick<Artifact, 'page' | 'pages'> = {}) =>
    artifacts.push({ format, bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body, ...more });
  let fit: FitSummary | undefined;
  if (request.formats.includes('html') || isPrinted(request.formats)) {
    let sheet = await openSheet(opened, request, kit);
    let rendered = await sheet.render();
    const { missing } = rendered;
    const plain = missing.length > 0 ? withPlainForms(opened.content, missing) : undefined;
    if (plain) {
      leftOut = missing;
      // A theme reads the profile. Otherwise it is only carried along, as its author wrote it.
      const profile = opened.theme ? (withPlainForms(opened.profile, missing) ?? opened.profile) : opened.profile;
      shown = { ...opened, content: plain, profile };
      sheet = await openSheet(shown, request, kit);
      rendered = await sheet.render();
    }
    warnings.push(...(await sheet.warnings()));
    if (rendered.missing.length > 0) return { artifacts: [], warnings, missing: rendered.missing };
    const { profile, isLetter, content, title } = shown;
    if (request.formats.includes('html')) add('html', rendered.html);
    if (isPrinted(request.formats)) {
      const source = {
        name: `${request.slug}.json`,
        bytes: new TextEncoder().encode(request.embedSource ? sourceJson(request.profile) : resumeJson(profile)),
        type: 'application/json',
        description: 'The profile that this résumé was made from, as JSON Resume',
      };
      const draws = request.formats.includes('png');
      const finish = {
        info: infoOf(profile, content, title, kit),
        files: isLetter ? [] : [source],
        printed: draws ? undefined : request.printed,
      };
      const pages = isLetter ? undefined : request.pages;
      const printed = await sheet.print(request.slug, pages ?? profile.meta?.page?.fit, finish);
      warnings.push(...printed.warnings);
      fit = printed.fit;
      if (request.formats.includes('pdf')) add('pdf', printed.bytes, { pages: printed.pages });
      if (draws) {
        const { drawPreviews } = await import('../print/pictures.js');
        const job = { pdf: printed.bytes, pages: printed.pages, name: request.slug };
        const previews = await drawPreviews(kit.printer, await kit.pdfJs(), job);
        for (const [index, bytes] of previews.entries()) add('png', bytes, { page: index + 1 });
      }
    }
  }
  const { profile, isLetter, content, title } = shown;
  if (request.formats.includes('json') && !isLetter) add('json', resumeJson(profile));
  if (request.formats.includes('txt')) add('txt', toText(content));
  if (request.formats.includes('md')) add('md', toMarkdown(content));
  if (request.formats.includes('docx')) {
    const { makeWord } = await import('./word.js');
    const word = await makeWord(profile, content, request.pictures, infoOf(profile, content, title, kit), kit);
    warnings.push(...word.warnings);
    add('docx', word.bytes);
  }
  return { artifacts, warnings, missing: [], leftOut, ...(fit ? { fit } : {}) };
}

async function openSheet(
  { theme, template, profile, content }: OpenedResume,
  { pictures, redact }: Pick<ResumeRequest, 'pictures' | 'redact'>,
  kit: Kit,
): Promise<Sheet | ThemedSheet> {
  if (!theme || !kit.themes)
    return new Sheet(content, await kit.templates.get(template), profile.meta, { pictures, redact }, kit);
  const { ThemedSheet } = await import('./themed-sheet.js');
  return new ThemedSheet(theme, kit.themes, profile, pictures, kit);
}

/** What the résumé prints, as JSON Resume. */
function resumeJson(profile: Profile): string {
  return `${JSON.stringify(toJsonResume(printedProfile(profile)), null, 2)}\n`;
}

/** The whole profile, tags and variants among it. */
function sourceJson(profile: Profile): string {
  return `${JSON.stringify(profile, null, 2)}\n`;
}
