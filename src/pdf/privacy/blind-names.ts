import { PDFArray, PDFDict, PDFName, type PDFObject } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { isKnownType } from '../structure/elements.js';

const name = (key: string) => PDFName.of(key);

/** Fonts that readers supply, and whose names determine their widths (ISO 32000-1, 9.6.2.2). */
const STANDARD_FONT = /^(?:Helvetica|Times|Courier|Arial|TimesNewRoman|CourierNew|Symbol|ZapfDingbats)(?![a-z])/;

/** Colorants with a predefined meaning (ISO 32000-1, 8.6.6.4). */
const COLORANTS = new Set('All None Cyan Magenta Yellow Black'.split(' '));

/** States of check boxes that every program uses. */
const STATES = new Set(['Off', 'On', 'Yes']);

type Kind = 'Font' | 'Spot' | 'State' | 'Type' | 'Class';

/**
 * Replaces names that the document's author chose with neutral ones, consistently for the same object: embedded fonts,
 * spot colors, states of check boxes, structure types and attribute classes.
 */
export class NeutralNames {
  readonly #known: Record<Kind, Map<string, PDFName>> = {
    Font: new Map(),
    Spot: new Map(),
    State: new Map(),
    Type: new Map(),
    Class: new Map(),
  };

  readonly #given = new Set<PDFName>();

  /** Renames the entries of a dictionary of any kind. */
  dict(dict: PDFDict): void {
    const type = dict.lookup(name('Type'));
    const subtype = dict.lookup(name('Subtype'));
    // The name of a resource, which readers do not need.
    if ([name('Form'), name('Image')].includes(subtype as PDFName) || type === name('Font')) {
      if (dict.lookup(name('Name')) instanceof PDFName) dict.delete(name('Name'));
    }
    if (isEmbedded(dict)) this.#font(dict, 'BaseFont');
    if (hasProgram(dict)) this.#font(dict, 'FontName');
    const parent = dict.lookup(name('P'));
    if (dict.lookup(name('S')) instanceof PDFName && parent instanceof PDFDict) this.#element(dict);
    this.#colorants(dict);
  }

  /** Renames the spot colors of a color space. */
  array(array: PDFArray): void {
    const kind = array.size() >= 4 ? array.lookup(0) : undefined;
    const colorant = array.size() >= 4 ? array.lookup(1) : undefined;
    if (kind === name('Separation') && colorant instanceof PDFName) array.set(1, this.#spot(colorant));
    if (kind === name('DeviceN') && colorant instanceof PDFArray) this.#spots(colorant);
  }

  /** Renames the states of a check box or a radio button, which are the keys of its appearances. */
  states(dict: PDFDict): void {
    for (const key of ['N', 'D', 'R']) {
      const states = dictAt(dictAt(dict, 'AP'), key);
      if (states instanceof PDFDict) this.#keys(states, (state) => this.#state(state));
    }
    for (const key of ['AS', 'V'].map(name)) {
      const state = dict.lookup(key);
      if (state instanceof PDFName) dict.set(key, this.#state(state));
    }
  }

  /** Renames the keys and values of the role map and the class map. */
  maps(root: PDFDict | undefined): void {
    const roles = dictAt(root, 'RoleMap');
    if (roles) {
      this.#keys(roles, (type) => this.#type(type));
      for (const [key, value] of roles.entries()) if (value instanceof PDFName) roles.set(key, this.#type(value));
    }
    const classes = dictAt(root, 'ClassMap');
    if (classes) this.#keys(classes, (each) => this.#neutral('Class', each));
  }

  #font(dict: PDFDict, key: string): void {
    const font = dict.lookup(name(key));
    if (!(font instanceof PDFName)) return;
    const [, tag = '', own = ''] = /^([A-Z]{6}\+)?(.{0,500})/s.exec(font.decodeText()) ?? [];
    const given = this.#neutral('Font', name(own)).decodeText();
    dict.set(name(key), STANDARD_FONT.test(own) ? font : name(tag + given));
  }

  #element(dict: PDFDict): void {
    dict.set(name('S'), this.#type(dict.lookup(name('S'), PDFName)));
    const classes = dict.lookup(name('C'));
    if (classes instanceof PDFName) dict.set(name('C'), this.#neutral('Class', classes));
    if (!(classes instanceof PDFArray)) return;
    for (let index = 0; index < classes.size(); index++) {
      const each = classes.lookup(index);
      if (each instanceof PDFName) classes.set(index, this.#neutral('Class', each));
    }
  }

  /** The attributes of a DeviceN color space (ISO 32000-1, 8.6.6.5). */
  #colorants(dict: PDFDict): void {
    for (const key of ['Colorants', 'Solidities', 'DotGain']) {
      const colorants = dictAt(dict, key);
      if (colorants) this.#keys(colorants, (colorant) => this.#spot(colorant));
    }
    for (const list of [dict, dictAt(dict, 'Process')]) {
      for (const key of ['Components', 'PrintingOrder']) {
        const names = list?.lookup(name(key));
        if (names instanceof PDFArray && (key === 'PrintingOrder' || list !== dict)) this.#spots(names);
      }
    }
  }

  #spots(names: PDFArray): void {
    for (let index = 0; index < names.size(); index++) {
      const each = names.lookup(index);
      if (each instanceof PDFName) names.set(index, this.#spot(each));
    }
  }

  #spot(colorant: PDFName): PDFName {
    const text = colorant.decodeText();
    return COLORANTS.has(text) || text === 'Default' ? colorant : this.#neutral('Spot', colorant);
  }

  #state(state: PDFName): PDFName {
    return STATES.has(state.decodeText()) ? state : this.#neutral('State', state);
  }

  #type(type: PDFName): PDFName {
    return isKnownType(type.decodeText()) ? type : this.#neutral('Type', type);
  }

  #neutral(kind: Kind, given: PDFName): PDFName {
    // A shared object is visited more than once.
    if (this.#given.has(given)) return given;
    const known = this.#known[kind];
    const text = given.decodeText();
    const neutral = known.get(text) ?? name(`${kind}${known.size + 1}`);
    known.set(text, neutral);
    this.#given.add(neutral);
    return neutral;
  }

  #keys(dict: PDFDict, rename: (key: PDFName) => PDFName): void {
    const entries: [PDFName, PDFObject][] = dict.entries().map(([key, value]) => [rename(key), value]);
    for (const key of dict.keys()) dict.delete(key);
    for (const [key, value] of entries) dict.set(key, value);
  }
}

/** `true` for a font whose program is embedded, so that its name is not used to select a font. */
function isEmbedded(font: PDFDict): boolean {
  const descendants = font.lookup(name('DescendantFonts'));
  const descendant = descendants instanceof PDFArray && descendants.size() > 0 ? descendants.lookup(0) : font;
  const descriptor = descendant instanceof PDFDict ? dictAt(descendant, 'FontDescriptor') : undefined;
  return descriptor !== undefined && hasProgram(descriptor);
}

function hasProgram(descriptor: PDFDict): boolean {
  return ['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor.has(name(key)));
}
