import JSZip from 'jszip';
import { describe, expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { importFile } from '../../src/import/import.js';
import { rejectionOf } from '../profile/support.js';
import { profileOf } from './support.js';

const EXPORT: Readonly<Record<string, string>> = {
  'Profile.csv':
    'First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n' +
    'Avery,Chen,Li,"Hill Road 3","Mar 4, 1990",Product designer,"I design ""calm"" software.\nEight years in mobile.",Design Services,94103,"San Francisco, California, United States",[averyc],"[PORTFOLIO:https://avery.example,https://notes.example/a]",\n',
  'Email Addresses.csv':
    'Email Address,Confirmed,Primary,Updated On\nold@example.org,Yes,No,1/1/20\navery@example.org,Yes,Yes,1/1/24\n',
  'PhoneNumbers.csv': 'Extension,Number,Type\n,+1 555 010 0133,Mobile\n',
  'Positions.csv':
    '\uFEFFCompany Name,Title,Description,Location,Started On,Finished On\n' +
    'Kemo Labs,Lead Product Designer,"Leads design.\n• Shipped the 3.0 app, on time\n• Hired four designers","San Francisco, California",Feb 2024,\n' +
    'Tidepool Studio,Designer,,,Sep 2018,May 2021\n',
  'Education.csv':
    'School Name,Start Date,End Date,Notes,Degree Name,Activities\n' +
    'Rhode Island School,2014,2018,Dean list,"BFA, Graphic Design",Film club\n',
  'Skills.csv': 'Name\nFigma\nPrototyping\nFigma\n',
  'Languages.csv': 'Name,Proficiency\nMandarin,Native or bilingual proficiency\n',
  'Certifications.csv':
    'Name,Url,Authority,Started On,Finished On,License Number\nUsability Expert,https://cert.example/7,UX Board,Mar 2022,Mar 2025,UX-7\n',
  'Projects.csv':
    'Title,Description,Url,Started On,Finished On\nField guide,A guide for visits,https://guide.example,Feb 2021,Nov 2022\n',
  'Publications.csv':
    'Name,Published On,Description,Publisher,Url\nQuiet Screens,"Jan 5, 2023",On silence,Design Review,https://pub.example/q\n',
  'Honors.csv': 'Title,Description,Issued On\nBest App,For Kemo,Aug 2023\n',
  'Volunteering.csv':
    'Company Name,Role,Cause,Started On,Finished On,Description\nCity Library,Reader,Education,Jan 2016,Dec 2017,Read to children\n',
  'Courses.csv': 'Name,Number\nColour Theory,CT-101\n',
  'Recommendations_Received.csv':
    'First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n' +
    'Robin,Boss,BigCo,CTO,"Outstanding, always.",01/02/22,VISIBLE\nSam,Quiet,SmallCo,CEO,Hidden words,01/02/22,HIDDEN\n',
  'messages.csv': 'FROM,TO,CONTENT\nA,B,Secret message\n',
  'Connections.csv': 'Notes:\n"x"\n\nFirst Name,Last Name\nSecret,Friend\n',
};

async function archiveOf(files: Readonly<Record<string, string | Uint8Array>>, folder = ''): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(files)) zip.file(folder + name, content);
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}

const importOf = async (files: Readonly<Record<string, string | Uint8Array>>, folder = '') => {
  const [result] = await importFile(await archiveOf(files, folder), 'export.zip', { publicContacts: true });
  if (!result) throw new Error('nothing was imported');
  return result;
};

describe('a LinkedIn export', () => {
  test('gives a profile with every table that describes the person', async () => {
    const result = await importOf(EXPORT);
    expect(result).toMatchObject({ slug: 'avery-chen', format: 'LinkedIn' });
    expect(profileOf(result)).toMatchObject({
      basics: {
        name: 'Avery Chen',
        label: 'Product designer',
        email: 'avery@example.org',
        phone: '+1 555 010 0133',
        location: { address: 'Hill Road 3', postalCode: '94103', countryCode: 'US' },
        profiles: [
          { network: 'Portfolio', url: 'https://avery.example' },
          { network: 'Website', url: 'https://notes.example/a' },
          { network: 'X', username: 'averyc' },
        ],
      },
      work: [
        {
          name: 'Kemo Labs',
          position: 'Lead Product Designer',
          startDate: '2024-02',
          endDate: 'present',
          summary: 'Leads design.',
          highlights: [{ text: 'Shipped the 3.0 app, on time' }, { text: 'Hired four designers' }],
        },
        { name: 'Tidepool Studio', endDate: '2021-05' },
      ],
      education: [{ institution: 'Rhode Island School', studyType: 'BFA, Graphic Design', startDate: '2014' }],
      skills: [{ name: 'Figma' }, { name: 'Prototyping' }],
      languages: [{ language: 'Mandarin', fluency: 'Native or bilingual proficiency' }],
      certificates: [{ name: 'Usability Expert', issuer: 'UX Board', date: '2022-03' }],
      projects: [{ name: 'Field guide', startDate: '2021-02', endDate: '2022-11' }],
      publications: [{ name: 'Quiet Screens', releaseDate: '2023-01-05', publisher: 'Design Review' }],
      awards: [{ title: 'Best App', date: '2023-08' }],
      volunteer: [{ organization: 'City Library', position: 'Reader' }],
      references: [{ name: 'Robin Boss', reference: 'Outstanding, always.', keywords: ['CTO', 'BigCo'] }],
    });
    for (const text of ['CT-101', 'UX-7', 'Film club', 'Education', 'Design Services', 'Dean list'])
      expect(result.yaml).toContain(text);
  });

  test('leaves out hidden recommendations, old addresses and what nobody needs, and says so', async () => {
    const result = await importOf(EXPORT);
    expect(result.yaml).not.toMatch(/Hidden words|old@example|1990|\bLi\b|Secret/);
    const left = result.leftOut.map(({ path, where }) => `${where.file}:${where.line} ${path}`);
    expect(left).toContain('export.zip#Recommendations_Received.csv:3 recommendations[1]');
    expect(left).toContain('export.zip#Email Addresses.csv:2 addresses[0]');
    expect(left).toContain('export.zip#Profile.csv:2 profile[0]."Birth Date"');
  });

  test('is recognized in a folder of the archive, and with any subset of the tables', async () => {
    const some = { 'Positions.csv': EXPORT['Positions.csv'] ?? '', 'Connections.csv': 'x' };
    expect(profileOf(await importOf(some, 'Basic_LinkedInDataExport/')).work).toHaveLength(2);
  });

  test('gives the same profile each time', async () => {
    expect((await importOf(EXPORT)).yaml).toBe((await importOf(EXPORT)).yaml);
  });
});

describe('an archive', () => {
  const failure = async (files: Readonly<Record<string, string | Uint8Array>>) =>
    formatError(await rejectionOf(importFile(await archiveOf(files), 'a.zip')));

  test('of another kind is an error with a hint', async () => {
    expect(await failure({ 'photo.txt': 'x' })).toContain('contains no résumé in a known format');
  });

  test('that is damaged is an error', async () => {
    const bytes = (await archiveOf(EXPORT)).slice(0, 400);
    expect(formatError(await rejectionOf(importFile(bytes, 'a.zip')))).toContain('the archive is damaged');
  });

  test('whose file is enormous when unpacked is not unpacked whole', async () => {
    const zeros = new Uint8Array(40 * 1024 * 1024);
    expect(await failure({ 'Positions.csv': zeros })).toContain('larger than 20 MB when it is unpacked');
  });

  test('with tables that are not CSV or not UTF-8 is an error at its place', async () => {
    expect(await failure({ 'Positions.csv': `Company Name,Title\n"${'x'.repeat(600_000)}` })).toContain(
      'not a valid CSV file',
    );
    expect(await failure({ 'Positions.csv': new Uint8Array([0x41, 0x0a, 0xff]) })).toContain('a.zip#Positions.csv:2');
  });

  test('with cells that begin like formulas keeps them as text', async () => {
    const { work } = profileOf(await importOf({ 'Positions.csv': 'Company Name,Title\n"=HYPERLINK(""x"")",@cmd\n' }));
    expect(work).toMatchObject([{ name: '=HYPERLINK("x")', position: '@cmd' }]);
  });
});
