import { type Brand, sizeIn } from '../profile/brand.js';
import type { Paper } from '../template/page.js';

/** The largest logo on a cover, in millimetres. */
const LOGO = { width: 70, height: 14 };

/** The space that the parts of a brand take on a cover, in millimetres; the picture can be as low as this. */
const SPACE = { logo: 14, picture: 36, contact: 14, confidentiality: 7 };

/** The space above the title that a cover with a brand does not have, in millimetres. */
const SAVED = 16;

/** The millimetres by which the content of an A4 page is higher than that of a letter page. */
const HIGHER = 17;

/** The data of a brand for the template of the front matter; absent parts are null. */
export function brandView({ name, logo, cover, contact, confidentiality }: Brand) {
  const size = logo && sizeIn(logo, LOGO);
  return {
    name,
    logo: logo && size ? { address: logo.address, size: `width:${size.width}mm;height:${size.height}mm` } : null,
    cover: cover?.address ?? null,
    hasFoot: contact !== undefined || confidentiality !== undefined,
    confidentiality: confidentiality ?? null,
    contact: contact
      ? {
          name: contact.name,
          role: contact.role ?? null,
          email: contact.email ?? null,
          phone: contact.phone ?? null,
          tel: contact.phone ? `tel:${contact.phone.replace(/[^\d+]/g, '')}` : null,
        }
      : null,
  };
}

/**
 * The space in millimetres that a brand takes from the list of candidates on a cover. Lists are laid out for letter
 * paper; a brand uses the additional height of A4 first.
 */
export function brandSpace({ cover, contact, confidentiality }: Brand, paper: Paper): number {
  const { logo, picture, contact: person, confidentiality: line } = SPACE;
  return (
    logo -
    SAVED -
    (paper === 'a4' ? HIGHER : 0) +
    (cover ? picture : 0) +
    (contact ? person : 0) +
    (confidentiality ? line : 0)
  );
}
