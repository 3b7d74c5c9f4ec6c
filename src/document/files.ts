import { plainOf } from '../content/markup.js';
import { type Content, mapTexts } from '../content/model.js';
import type { Problem } from '../errors.js';
import { printedJson } from '../formats/jsonresume.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import type { Standard } from '../pdf/standards.js';
import { mapPrinted } from '../profile/field-walk.js';
import { type Profile, profileSchema } from '../profile/schema.js';
import { withDesign } from '../template/designed.js';
import type { MissingGlyph } from '../template/fonts.js';
import type { FitSummary } from './fit.js';
import { type FormatSource, formatNamed, REGISTRY } from './formats.js';
import { withPlainForms } from './glyphs.js';
import type { Artifact, Made, OpenedResume, ResumeRequest, Services } from './model.js';
import { Sheet, type Sheets } from './sheet.js';
import type { ThemedSheet } from './themed-sheet.js';

/**
 * Makes the files of a document.
 *
 * @throws DossierError the errors of templates, themes, the browser and PDFs
 */
export async function makeFiles(
  request: Omit<ResumeRequest, 'places'>,
  opened: OpenedResume,
  services: Omit<Services, 'maker'>,
): Promise<Made> {
  let shown = opened;
  let leftOut: MissingGlyph[] = [];
  const artifacts: Artifact[] = [];
  const warnings: Problem[] = [];
  const sourceOf = ({ profile, content, title }: OpenedResume): FormatSource => {
    const { slug, pictures } = request;
    return {
      slug,
      profile,
      content,
      pictures,
      info: infoOf(profile, content, title, services, request.standard),
      services,
    };
  };
  const make = async (entry: (typeof wanted)[number], source: FormatSource) => {
    const made = await entry.make(source);
    warnings.push(...(made.warnings ?? []));
    for (const { body, ...facts } of made.files)
      artifacts.push({
        format: entry.name,
        bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body,
        ...facts,
      });
  };
  const wanted = REGISTRY.filter(({ name }) => request.formats.includes(name)).filter(
    ({ hasLetters }) => hasLetters || !opened.isLetter,
  );
  const laidOut = wanted.filter(({ from }) => from !== 'content');
  let fit: FitSummary | undefined;
  if (laidOut.length > 0) {
    let sheet = await openSheet(opened, request, services);
    let rendered = await sheet.render();
    const { missing } = rendered;
    const plain = missing.length > 0 ? withPlainForms(opened.content, missing, mapTexts) : undefined;
    if (plain) {
      leftOut = missing;
      // A theme reads the profile. Without a theme, the profile is only embedded in the PDF, and stays as its author
      // wrote it.
      const profile = opened.theme
        ? (withPlainForms(opened.profile, missing, mapProfile) ?? opened.profile)
        : opened.profile;
      shown = { ...opened, content: plain, profile };
      sheet = await openSheet(shown, request, services);
      rendered = await sheet.render();
    }
    warnings.push(...(await sheet.warnings()));
    if (rendered.missing.length > 0) return { artifacts: [], warnings, missing: rendered.missing };
    const source: FormatSource = { ...sourceOf(shown), html: rendered.html };
    for (const entry of laidOut) {
      if (entry.from !== 'page' && !source.pdf) {
        const draws = laidOut.some(({ from }) => from === 'drawing');
        const printed = await print(sheet, request, shown, source.info, draws ? undefined : request.printed);
        warnings.push(...printed.warnings);
        fit = printed.fit;
        source.pdf = printed;
      }
      await make(entry, source);
    }
  }
  const source = sourceOf(shown);
  for (const entry of wanted) if (entry.from === 'content') await make(entry, source);
  return { artifacts, warnings, missing: [], leftOut, ...(fit ? { fit } : {}) };
}

/** Prints a document as a finished PDF with the profile attached; a letter has no attachment. */
function print(
  sheet: Sheet | ThemedSheet,
  request: Omit<ResumeRequest, 'places'>,
  { profile, isLetter }: OpenedResume,
  info: DocumentInfo,
  printed: (() => void) | undefined,
): Promise<Sheets> {
  const carried = {
    name: `${request.slug}.json`,
    bytes: new TextEncoder().encode(request.embedSource ? sourceJson(request.profile) : printedJson(profile)),
    type: formatNamed('json').type,
    ...(info.date ? { date: info.date } : {}),
    description: 'The profile that this résumé was made from, as JSON Resume',
  };
  const pages = (isLetter ? undefined : request.pages) ?? profile.meta?.page?.fit;
  return sheet.print(request.slug, pages, { info, files: isLetter ? [] : [carried], printed });
}

async function openSheet(
  { theme, template, profile, content }: OpenedResume,
  { pictures, redact }: Pick<ResumeRequest, 'pictures' | 'redact'>,
  services: Services,
): Promise<Sheet | ThemedSheet> {
  if (!theme || !services.themes) {
    const loaded = await services.templates.get(template);
    const { design } = profile.meta ?? {};
    const own = design ? { ...loaded, template: await withDesign(loaded.template, design, services.fonts) } : loaded;
    return new Sheet(content, own, profile.meta, { pictures, redact }, services);
  }
  const { ThemedSheet } = await import('./themed-sheet.js');
  return new ThemedSheet(theme, services.themes, profile, pictures, services);
}

function mapProfile(profile: Profile, change: (text: string) => string): Profile {
  return mapPrinted(profileSchema, profile, change);
}

/** The whole profile, including tags and variants. */
function sourceJson(profile: Profile): string {
  return `${JSON.stringify(profile, null, 2)}\n`;
}

/** The metadata of a document's files. */
export function infoOf(
  profile: Profile,
  content: Content,
  title: string,
  services: { creator: string; date?: string | undefined },
  standard?: Standard,
): DocumentInfo {
  const summary = content.sections.find((section) => section.id === 'summary');
  const skills = content.sections.flatMap((section) =>
    section.id === 'skills' && section.kind === 'terms' ? section.terms.flatMap((term) => [...term.keywords]) : [],
  );
  const keywords =
    skills.length > 0
      ? skills
      : content.sections.flatMap((section) =>
          section.kind === 'entries'
            ? section.groups.flatMap((group) => group.entries.flatMap((entry) => entry.keywords))
            : [],
        );
  return {
    title,
    author: content.name,
    subject: content.label ?? (summary?.kind === 'prose' ? plainOf(summary.paragraphs) : undefined),
    keywords: [...new Set(keywords)].slice(0, 40),
    lang: content.lang,
    direction: content.direction,
    creator: services.creator,
    date: profile.meta?.lastModified || services.date,
    standard,
  };
}
