import { z } from 'zod';
import { withMetadata } from './field-metadata.js';
import { code, identifying, metrics, phrase, prose, text, url } from './fields.js';

const location = z.strictObject({
  address: withMetadata(identifying, { contact: 'a street address' })
    .optional()
    .describe('Street and house number; better kept in profiles/private/.'),
  postalCode: withMetadata(identifying, { contact: 'a postal code' }).optional().describe('The postal code.'),
  city: phrase.optional().describe('The city.'),
  countryCode: withMetadata(code, { kind: 'country' }).optional().describe('ISO 3166-1 alpha-2, such as IN.'),
  region: phrase.optional().describe('The state or region.'),
});

/** The name, the headline and the contact details of a profile. */
export const basics = z
  .strictObject({
    name: identifying.optional().describe('The full name, as printed.'),
    label: phrase.optional().describe('The headline: a profession or role.'),
    tagline: withMetadata(prose, { addition: true }).optional().describe('A line under the headline.'),
    availability: withMetadata(phrase, { addition: true }).optional().describe('Such as "Open to offers".'),
    image: withMetadata(identifying, { picture: true, oldName: 'picture' })
      .optional()
      .describe("A picture file inside the profile's folder."),
    picture: withMetadata(identifying, { picture: true, replacedBy: 'image' })
      .optional()
      .describe('JSON Resume 0.x; write image.'),
    email: withMetadata(identifying, { kind: 'email', contact: 'an e-mail address' })
      .optional()
      .describe('The e-mail address; better kept in profiles/private/.'),
    phone: withMetadata(identifying, { kind: 'phone', contact: 'a phone number' })
      .optional()
      .describe('The phone number; better kept in profiles/private/.'),
    url: withMetadata(url, { oldName: 'website' }).optional(),
    website: withMetadata(url, { replacedBy: 'url' }).optional().describe('JSON Resume 0.x; write url.'),
    summary: prose.optional(),
    location: location.optional().describe('Where the person lives.'),
    profiles: withMetadata(
      z.array(
        z.strictObject({
          network: text.optional().describe('The site, such as GitHub.'),
          username: text.optional().describe('The name on the site.'),
          url: url.optional(),
        }),
      ),
      { role: 'identifying' },
    )
      .optional()
      .describe('Accounts on other sites.'),
    metrics: metrics.optional().describe('Headline numbers or short claims, shown as tiles.'),
  })
  .transform(({ picture, website, ...rest }) => {
    const isSecond = website && rest.url && website !== rest.url;
    return {
      ...rest,
      url: rest.url || website,
      image: rest.image || picture,
      ...(isSecond ? { profiles: [...(rest.profiles ?? []), { url: website }] } : {}),
    };
  });
