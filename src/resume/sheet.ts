import type { Content } from '../content/model.js';
import type { Problem } from '../errors.js';
import type { Extent } from '../pdf/extent.js';
import type { OpenPdf } from '../pdf/open.js';
import type { Profile } from '../profile/schema.js';
import { isFlexible, ownType, type PageArea, type Paper, pageArea, type Type } from '../template/page.js';
import { type Rendered, renderResume } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';
import type { Pictures } from '../template/view.js';
import { type Fit, fitPages } from './fit.js';
import { explainOver, explainUnder, filledPages, fillOf, thinPages } from './overflow.js';
import type { Kit } from './resume.js';

/** How a document was fitted to its pages. */
export interface FitSummary {
  /** The pages that were asked for. */
  target: number;
  outcome: 'fits' | 'over' | 'under';
  type: Type;
  pages: number;
  /** How much of the last page is used, from 0 to 1. */
  fill: number;
  prints: number;
}

export interface Sheets {
  document: OpenPdf;
  warnings: Problem[];
  fit?: FitSummary;
}

type PageOptions = NonNullable<Profile['meta']>['page'];

interface Print {
  document: OpenPdf;
  extent: Extent;
}

/** A résumé on paper: what it says, the template it is set in, and the page it is set on. */
export class Sheet {
  readonly #content: Content;
  readonly #loaded: LoadedTemplate;
  readonly #pictures: Pictures;
  readonly #kit: Kit;
  readonly #paper: Paper;
  readonly #margin: string | undefined;
  readonly #area: PageArea;

  constructor(content: Content, loaded: LoadedTemplate, page: PageOptions, pictures: Pictures, kit: Kit) {
    this.#content = content;
    this.#loaded = loaded;
    this.#pictures = pictures;
    this.#kit = kit;
    this.#paper = page?.size ?? loaded.template.options.paper;
    this.#margin = page?.margin;
    this.#area = pageArea(loaded.template, this.#paper, this.#margin);
  }

  render(type?: Type): Promise<Rendered> {
    const { template, compiled } = this.#loaded;
    return renderResume(this.#content, template, compiled, this.#kit.fonts, this.#pictures, {
      paper: this.#paper,
      ...(this.#margin ? { margin: this.#margin } : {}),
      ...(type ? { type } : {}),
    });
  }

  /**
   * Prints it, fitted to a number of pages where one is given.
   *
   * @param name what it is called in messages
   */
  async print(name: string, target: number | undefined): Promise<Sheets> {
    const { template } = this.#loaded;
    if (target === undefined) {
      const { document, extent } = await this.#print(name);
      return { document, warnings: thinPages(extent, this.#area) };
    }
    if (!isFlexible(template)) {
      const { document, extent } = await this.#print(name);
      const message = `the template ${template.name} sets its own size of type, so nothing can be fitted`;
      const hint = 'let its style take the size of text from var(--size)';
      return { document, warnings: [{ severity: 'warning', message, hint }, ...thinPages(extent, this.#area)] };
    }
    const fit = await fitPages(target, template.options.size, async (type) => {
      const print = await this.#print(name, type);
      return { print, pages: print.extent.lowest.length, filled: filledPages(print.extent, this.#area) };
    });
    const { print, type, pages } = fit.chosen;
    const { lowest, line } = print.extent;
    const fill = fillOf(lowest.at(-1) ?? 0, line, this.#area);
    return {
      document: print.document,
      warnings: [...this.#explain(fit, target), ...thinPages(print.extent, this.#area, target)],
      fit: { target, outcome: fit.outcome, type, pages, fill, prints: fit.prints },
    };
  }

  #explain({ outcome, chosen, utmost = chosen }: Fit<Print>, target: number): Problem[] {
    if (outcome === 'fits') return [];
    const { print, type, filled } = utmost;
    return [
      outcome === 'over'
        ? explainOver(print.extent, this.#area, target, type.size)
        : explainUnder(filled, target, type.size, chosen.pages),
    ];
  }

  async #print(name: string, type: Type = ownType(this.#loaded.template)): Promise<Print> {
    const { html, parts, headings } = await this.render(type);
    const { printer, signal } = this.#kit;
    const printing = printer.print({ html, parts, name, group: this.#loaded.template.name, signal });
    // The first document is read by code that is loaded while the browser prints it.
    const [printed, { openPrint }, { measureExtent }] = await Promise.all([
      printing,
      import('../pdf/finish.js'),
      import('../pdf/extent.js'),
    ]);
    const document = await openPrint(printed, name, headings);
    return { document, extent: measureExtent(document) };
  }
}
