import type { Content } from '../content/model.js';
import type { Problem } from '../errors.js';
import { once } from '../memo.js';
import type { Attachment } from '../pdf/attach.js';
import type { Extent } from '../pdf/layout-metrics.js';
import type { DocumentInfo } from '../pdf/metadata.js';
import type { Design } from '../profile/design.js';
import type { Profile } from '../profile/schema.js';
import { withBrandFoot } from '../template/brand-foot.js';
import { isFlexible, marginOf, type PageArea, type Paper, pageArea, paperFor, type Type } from '../template/page.js';
import { type Rendered, renderResume } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';
import type { Pictures } from '../template/view.js';
import { type Finisher, finisher, type PrintedPdf } from './finisher.js';
import { type Fit, type FitSummary, fitPages } from './fit.js';
import type { ResumeRequest, Services } from './model.js';
import { endsInOneLine, explainOver, explainUnder, filledPages, fillOf, thinPages, withoutTitles } from './overflow.js';

/** The lowest density if no number of pages was asked for: type shrinks by at most about a twentieth. */
const LEAST_UNASKED = -0.4;

export interface Sheets {
  bytes: Uint8Array;
  pages: number;
  warnings: Problem[];
  fit?: FitSummary;
}

/** The options for finishing a print. */
export interface Finish {
  /** The metadata and the attachments of the PDF. */
  info: DocumentInfo;
  files: readonly Attachment[];
  /** Called when nothing more will be printed of the document. */
  printed?: (() => void) | undefined;
}

interface Print {
  printed: PrintedPdf;
  extent: Extent;
}

/** Warns that a PDF does not claim the standard that was asked for. */
export function claimWarnings(shortfall: string | undefined): Problem[] {
  return shortfall === undefined ? [] : [{ severity: 'warning', message: `the PDF ${shortfall}` }];
}

/** A résumé on paper: its content, its template, and its page size. */
export class Sheet {
  readonly #content: Content;
  readonly #loaded: LoadedTemplate;
  readonly #pictures: Pictures;
  readonly #redact: boolean;
  readonly #services: Services;
  readonly #paper: Paper;
  readonly #margin: string | undefined;
  readonly #design: Design | undefined;
  /** `true` if its pages have texts in their margins. */
  readonly #hasFoot: boolean;
  readonly #area: PageArea;
  readonly #finisher: Finisher;
  /** Rendered in the template's own type. */
  readonly #plain = once(() => this.#render());

  constructor(
    content: Content,
    loaded: LoadedTemplate,
    meta: Profile['meta'],
    { pictures, redact = false }: Pick<ResumeRequest, 'pictures' | 'redact'>,
    services: Services,
  ) {
    const { page, locale, design } = meta ?? {};
    this.#content = content;
    this.#loaded = loaded;
    this.#pictures = pictures;
    this.#redact = redact;
    this.#services = services;
    this.#paper = paperFor(page?.size, locale, loaded.template.options);
    this.#design = design;
    // A design sets the margins of its template.
    const margin = design?.margin === undefined ? page?.margin : undefined;
    const isLetter = content.sections.some(({ kind }) => kind === 'letter');
    const { brand } = services;
    this.#hasFoot = design?.footer !== undefined || brand !== undefined;
    const own = { isLetter, footer: design?.footer, foot: content.foot };
    this.#margin = brand ? withBrandFoot(marginOf(loaded.template, this.#paper, margin), brand, own) : margin;
    this.#area = pageArea(loaded.template, this.#paper, this.#margin);
    this.#finisher = services.finisher ?? finisher;
  }

  render(): Promise<Rendered> {
    return this.#plain();
  }

  /** Warnings that apply to all formats; a template has none. */
  async warnings(): Promise<Problem[]> {
    return [];
  }

  #render(type?: Type): Promise<Rendered> {
    const { template, compiled } = this.#loaded;
    return renderResume(this.#content, template, compiled, this.#services.fonts, this.#pictures, {
      paper: this.#paper,
      ...(this.#margin ? { margin: this.#margin } : {}),
      ...(type ? { type } : {}),
      design: this.#design,
      brand: this.#services.brand,
    });
  }

  /**
   * Prints and finishes the document, fitted to a number of pages if one is given. Without a number, a last page with a
   * single line is avoided by slightly smaller type, if that is enough.
   *
   * @param name the name used in messages
   */
  async print(name: string, target: number | undefined, finish: Finish): Promise<Sheets> {
    const { template } = this.#loaded;
    if (target === undefined || !isFlexible(template)) {
      const { extent, bytes, pages, shortfall } = await this.#finish(await this.#print(name), finish);
      if (isFlexible(template) && endsInOneLine(extent, this.#area)) {
        const { outcome, chosen } = await this.#fit(name, pages - 1);
        if (outcome === 'fits' && chosen.density >= LEAST_UNASKED) {
          const { bytes, pages, shortfall } = await this.#finish(chosen.print.printed, finish);
          const warnings = [...claimWarnings(shortfall), ...thinPages(chosen.print.extent, this.#area)];
          return { bytes, pages, warnings };
        }
      }
      const warnings = [...claimWarnings(shortfall), ...thinPages(extent, this.#area)];
      if (target === undefined) return { bytes, pages, warnings };
      const message = `the template ${template.name} sets its own text size, so the document cannot be fitted`;
      const hint = 'set the text size in its style with var(--size)';
      return { bytes, pages, warnings: [{ severity: 'warning', message, hint }, ...warnings] };
    }
    const fit = await this.#fit(name, target);
    const { print, type, pages } = fit.chosen;
    const { lowest, line } = print.extent;
    const fill = fillOf(lowest.at(-1) ?? 0, line, this.#area);
    const { bytes, shortfall } = await this.#finish(print.printed, finish);
    return {
      bytes,
      pages,
      warnings: [
        ...this.#explain(fit, target),
        ...claimWarnings(shortfall),
        ...thinPages(print.extent, this.#area, target),
      ],
      fit: { target, outcome: fit.outcome, type, pages, fill, prints: fit.prints },
    };
  }

  #fit(name: string, target: number): Promise<Fit<Print>> {
    return fitPages(target, this.#loaded.template.options.size, async (type) => {
      const printed = await this.#print(name, type);
      const extent = await this.#finisher.measure(printed);
      return { print: { printed, extent }, pages: extent.lowest.length, filled: filledPages(extent, this.#area) };
    });
  }

  #finish(print: PrintedPdf, { info, files, printed }: Finish) {
    printed?.();
    return this.#finisher.finish(print, info, files);
  }

  #explain({ outcome, chosen, utmost = chosen }: Fit<Print>, target: number): Problem[] {
    if (outcome === 'fits') return [];
    const { print, type, filled } = utmost;
    const extent = this.#redact ? withoutTitles(print.extent, this.#content.sections) : print.extent;
    return [
      outcome === 'over'
        ? explainOver(extent, this.#area, target, type.size)
        : explainUnder(filled, target, type.size, chosen.pages),
    ];
  }

  async #print(name: string, type?: Type): Promise<PrintedPdf> {
    const { html, parts, headings } = await (type ? this.#render(type) : this.render());
    const { printer, signal } = this.#services;
    const printing = printer.print({ html, parts, name, group: this.#loaded.template.name, signal });
    this.#finisher.warm();
    return { pdf: await printing, name, headings, ...(this.#hasFoot ? { hasFoot: true } : {}) };
  }
}
