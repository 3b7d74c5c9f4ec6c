/** A made-up person in the layout of LinkedIn's "Save to PDF". */
export interface Member {
  locale: 'en' | 'de';
  name: string;
  headline: string;
  place: string;
  email: string;
  profile: string;
  skills: readonly string[];
  languages: readonly (readonly [string, string])[];
  certificates: readonly string[];
  summary: string;
  employers: readonly {
    name: string;
    /** The length of all roles; printed above several ones. */
    total?: string;
    roles: readonly { title: string; dates: string; place?: string; text: readonly string[] }[];
  }[];
  schools: readonly { name: string; line: string }[];
}

const WORDS = {
  en: ['Contact', 'Top Skills', 'Languages', 'Certifications', 'Summary', 'Experience', 'Education', 'Page', 'of'],
  de: [
    ...['Kontakt', 'Top-Kenntnisse', 'Languages', 'Certifications', 'Zusammenfassung', 'Berufserfahrung'],
    ...['Ausbildung', 'Page', 'of'],
  ],
};

const STYLE = `
@page { size: 612pt 792pt; margin: 0 }
body { margin: 0; font: 10.5pt 'Liberation Sans', Arial, sans-serif; color: #191919 }
.side { position: absolute; left: 0; top: 0; width: 165pt; height: 792pt; padding: 30pt 16pt; box-sizing: border-box;
  background: #293e49; color: #e1e6e8; font-size: 10.5pt; line-height: 14pt }
.side h2 { font-size: 13pt; font-weight: 400; margin: 18pt 0 8pt; color: #fff }
.side p { margin: 0 0 4pt }
main { margin: 30pt 40pt 0 195pt }
h1 { font-size: 26pt; font-weight: 400; margin: 0 }
.headline { font-size: 12pt; margin: 4pt 0 }
.place { color: #b0b0b0; font-size: 12pt; margin: 0 0 20pt }
main h2 { font-size: 15.75pt; font-weight: 400; margin: 22pt 0 10pt }
.employer { font-size: 12pt; margin: 10pt 0 2pt }
.role { font-size: 11.5pt; margin: 4pt 0 2pt }
.light { color: #666; margin: 0 0 4pt }
.text { margin: 4pt 0 6pt; line-height: 15pt }
footer { position: absolute; top: 770pt; left: 380pt; font-size: 9pt; color: #777 }`;

export function linkedinPage(member: Member): string {
  const words = WORDS[member.locale];
  const [contact, skills, languages, certificates, summary, experience, education, page, of] = words;
  const lines = (texts: readonly string[], kind = 'text') =>
    texts.map((text) => `<p class="${kind}">${text}</p>`).join('');
  const roles = member.employers.map(
    ({ name, total, roles: own }) =>
      `<p class="employer">${name}</p>${total ? `<p class="light">${total}</p>` : ''}${own
        .map(
          ({ title, dates, place, text }) =>
            `<p class="role">${title}</p><p class="light">${dates}</p>${place ? `<p class="light">${place}</p>` : ''}` +
            lines(text),
        )
        .join('')}`,
  );
  return `<!doctype html><html lang="${member.locale}"><meta charset="utf-8"><style>${STYLE}</style><body>
<div class="side"><h2>${contact}</h2><p><a href="mailto:${member.email}">${member.email}</a></p>
<p><a href="https://${member.profile}">${member.profile.replace('/in/', '/in/<wbr>')}</a> (LinkedIn)</p>
<h2>${skills}</h2>${lines(member.skills, '')}
<h2>${languages}</h2>${lines(
    member.languages.map(([name, level]) => `${name} (${level})`),
    '',
  )}
<h2>${certificates}</h2>${lines(member.certificates, '')}</div>
<main><h1>${member.name}</h1><p class="headline">${member.headline}</p><p class="place">${member.place}</p>
<h2>${summary}</h2>${lines([member.summary])}<h2>${experience}</h2>${roles.join('')}
<h2>${education}</h2>${member.schools.map(({ name, line }) => `<p class="employer">${name}</p><p class="light">${line}</p>`).join('')}
</main><footer>${page} 1 ${of} 1</footer></body></html>`;
}

export const MEMBERS: readonly Member[] = [
  {
    locale: 'en',
    name: 'Odile Marchetti',
    headline: 'Senior Data Engineer at Tallgrass Analytics',
    place: 'Portland, Oregon, United States',
    email: 'odile.marchetti@example.com',
    profile: 'www.linkedin.com/in/odile-marchetti',
    skills: ['Apache Spark', 'Data Modeling', 'Python'],
    languages: [
      ['English', 'Native or Bilingual'],
      ['Italian', 'Professional Working'],
    ],
    certificates: ['Professional Data Engineer'],
    summary:
      'I build data platforms that other teams can rely on, and I like deleting pipelines more than adding them.',
    employers: [
      {
        name: 'Tallgrass Analytics',
        total: '5 years 4 months',
        roles: [
          {
            title: 'Senior Data Engineer',
            dates: 'January 2022 - Present (3 years 4 months)',
            place: 'Portland, Oregon, United States',
            text: ['Leads the platform team of six.', 'Cut the nightly batch from nine hours to forty minutes.'],
          },
          {
            title: 'Data Engineer',
            dates: 'January 2020 - December 2021 (2 years)',
            text: ['Moved 140 reports to one warehouse.'],
          },
        ],
      },
      {
        name: 'Fernhill Logistics',
        roles: [
          {
            title: 'Software Developer',
            dates: 'June 2016 - December 2019 (3 years 7 months)',
            place: 'Eugene, Oregon',
            text: ['Wrote the routing service for 300 trucks.'],
          },
        ],
      },
    ],
    schools: [
      { name: 'Willamette Valley University', line: 'Bachelor of Science - BS, Computer Science · (2012 - 2016)' },
    ],
  },
  {
    locale: 'de',
    name: 'Jonas Falkenried',
    headline: 'Leiter Einkauf bei Holmbrück Maschinenbau GmbH',
    place: 'Kassel, Hessen, Deutschland',
    email: 'jonas.falkenried@example.com',
    profile: 'www.linkedin.com/in/jonas-falkenried',
    skills: ['Einkauf', 'Verhandlung', 'SAP MM'],
    languages: [
      ['Deutsch', 'Muttersprache'],
      ['Englisch', 'Verhandlungssicher'],
    ],
    certificates: ['Certified Purchasing Manager'],
    summary: 'Ich verhandle gern, am liebsten mit Menschen, die ihr Produkt kennen.',
    employers: [
      {
        name: 'Holmbrück Maschinenbau GmbH',
        roles: [
          {
            title: 'Leiter Einkauf',
            dates: 'März 2019 - Present (6 Jahre 2 Monate)',
            place: 'Kassel, Hessen, Deutschland',
            text: ['Verantwortet ein Volumen von 40 Mio. Euro.'],
          },
        ],
      },
      {
        name: 'Werraguss AG',
        roles: [
          {
            title: 'Strategischer Einkäufer',
            dates: 'August 2013 - Februar 2019 (5 Jahre 7 Monate)',
            text: ['Baute den Einkauf in Osteuropa auf.'],
          },
        ],
      },
    ],
    schools: [{ name: 'Universität Fuldatal', line: 'Diplom, Betriebswirtschaft · (2007 - 2013)' }],
  },
];

const MONTHS = (
  'January February March April May June July August September October November December ' +
  'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'
).split(' ');

/** The date in the form of profiles for `January 2020`. */
function isoOf(date = ''): string {
  const [month = '', year = ''] = date.split(' ');
  return year === '' ? date : `${year}-${String((MONTHS.indexOf(month) % 12) + 1).padStart(2, '0')}`;
}

/** The profile of a member, as a careful reader of the page would write it. */
export function truthOf({ name, email, profile, employers, schools }: Member) {
  return {
    basics: { name, email, profiles: [{ network: 'LinkedIn', url: `https://${profile}` }] },
    work: employers.flatMap((employer) =>
      employer.roles.map(({ title, dates, text }) => {
        const [start, end] = dates.replace(/ \(.*$/, '').split(' - ');
        const endDate = end === 'Present' ? 'present' : isoOf(end);
        return { name: employer.name, position: title, startDate: isoOf(start), endDate, highlights: text };
      }),
    ),
    education: schools.map((school) => {
      const [, studyType, area, startDate, endDate] = /^(.*), (.*) · \((\d+) - (\d+)\)$/.exec(school.line) ?? [];
      return { institution: school.name, studyType, area, startDate, endDate };
    }),
  };
}
