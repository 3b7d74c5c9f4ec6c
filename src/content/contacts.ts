import { isLinkable, phoneLinks, readEmail } from '../profile/contact-links.js';
import type { Basics } from '../profile/schema.js';
import { filled, optional } from '../profile/values.js';
import { countryName, joinPlace } from './locale.js';
import type { Contact } from './model.js';
import type { Words } from './words/types.js';

/** Returns the contact details in display order. */
export function toContacts(basics: Partial<Basics>, words: Words, locale: string): Contact[] {
  const { location } = basics;
  const place = filled([
    location?.address?.replace(/\s+/g, (space) => (space.includes('\n') ? words.comma : space)),
    location?.postalCode,
    location?.city,
    location?.region,
    countryName(location?.countryCode, locale),
  ]);
  const email = basics.email ? readEmail(basics.email) : undefined;
  const phones = basics.phone ? phoneLinks(basics.phone, location?.countryCode) : [];
  const contacts: (Contact | undefined)[] = [
    place.length > 0
      ? {
          kind: 'location',
          label: words.location,
          text: joinPlace(place, locale, words.comma),
        }
      : undefined,
    email
      ? {
          kind: 'email',
          label: words.email,
          text: email.text,
          ...optional({ url: email.address && `mailto:${email.address}` }),
        }
      : undefined,
    ...phones.map(
      (phone): Contact => ({ kind: 'phone', label: words.phone, text: phone.text, ...optional({ url: phone.url }) }),
    ),
    basics.url
      ? {
          kind: 'url',
          label: words.website,
          text: addressOf(basics.url) ? bareUrl(basics.url) : basics.url,
          ...optional({ url: addressOf(basics.url) }),
        }
      : undefined,
    ...(basics.profiles ?? []).map((profile): Contact | undefined => {
      const url = addressOf(profile.url);
      const text = profileText(profile, url);
      if (!text) return undefined;
      return {
        kind: 'profile',
        label: profile.network || '',
        text,
        ...optional({ url }),
      };
    }),
  ];
  return contacts.filter((contact) => contact !== undefined);
}

/** Returns the username, or else the address; both if the address is plain text with different content. */
function profileText(profile: NonNullable<Basics['profiles']>[number], url: string | undefined): string | undefined {
  const { username, network } = profile;
  if (!profile.url || url) return username || (url && bareUrl(url)) || network;
  const same = username?.replace(/^@/, '') === profile.url.replace(/^@/, '');
  return username && !same ? `${username} (${profile.url})` : profile.url;
}

function addressOf(text: string | undefined): string | undefined {
  return text && isLinkable(text) ? text : undefined;
}

function bareUrl(url: string): string {
  return url.replace(/^(https?:\/\/(www\.)?|mailto:|tel:)/, '').replace(/\/$/, '');
}

/** Splits links into those with a valid address and the plain texts of the others. */
export function splitLinks(links: readonly { label: string; url: string }[] | undefined) {
  const all = links ?? [];
  return {
    links: all.filter(({ label, url }) => label && isLinkable(url)),
    texts: all
      .filter(({ url }) => url && !isLinkable(url))
      .map(({ label, url }) => (label ? `${label} (${url})` : url)),
  };
}
