import { describe, expect, test } from 'vitest';
import { page, profileOf, profileOfText } from './support.js';

describe('headings and lists in unusual layouts', () => {
  test('takes two degrees of one school for two entries', () => {
    const { education } = profileOfText(
      ['Education', '**North State University\tExpected Graduation: May 2027', 'B.S. Physics', 'B.A. Japanese'].join(
        '\n',
      ),
    );
    expect(education).toEqual([
      { institution: 'North State University', studyType: 'B.S.', area: 'Physics', endDate: '2027-05' },
      { institution: 'North State University', studyType: 'B.A.', area: 'Japanese', endDate: '2027-05' },
    ]);
  });

  test('takes the only other text beside a school for the subject', () => {
    const { education } = profileOfText('Education\n**Statistics\t2012 – 2016\nNorth State University');
    expect(education).toMatchObject([{ institution: 'North State University', area: 'Statistics' }]);
  });

  test('divides an employer from a place behind a full stop', () => {
    const { work } = profileOfText('Experience\n**Engineer, Quillworks. Dayton, Ohio\n2019 - 2021\n• Built engines.');
    expect(work).toMatchObject([{ position: 'Engineer', name: 'Quillworks', location: 'Dayton, Ohio' }]);
  });

  test('reads a list in several columns by columns', () => {
    const columns = page([
      [50, 60, 'Ada Example', { size: 16 }],
      [50, 100, 'Relevant Coursework', { size: 13, bold: true }],
      [60, 120, '• Global Aspects of'],
      [250, 120, '• Accounting'],
      [70, 134, 'Business'],
      [250, 134, '• Statistics'],
      [60, 148, '• Economics'],
    ]);
    expect(profileOf(columns).sections).toMatchObject([
      { items: ['Global Aspects of Business', 'Economics', 'Accounting', 'Statistics'] },
    ]);
  });

  test('takes short lines below each other for a list without bullets', () => {
    const lines =
      'Coursework\n**Graduate\nMachine Learning\nCompilers\nCloud Computing\n**Undergraduate\nLogic\nSets\nGraphs';
    expect(profileOfText(lines).sections).toMatchObject([
      {
        entries: [
          { title: 'Graduate', highlights: ['Machine Learning', 'Compilers', 'Cloud Computing'] },
          { title: 'Undergraduate', highlights: ['Logic', 'Sets', 'Graphs'] },
        ],
      },
    ]);
  });

  test('joins a title that is broken beside its date', () => {
    const wrapped = page([
      [50, 60, 'Ada Example', { size: 16 }],
      [50, 100, 'Experience', { size: 13, bold: true }],
      [50, 120, 'Principal Research and Development Engineer for the Southern', { bold: true }],
      [410, 120, '2019 – Present'],
      [50, 132, 'Laboratories and Observatories', { bold: true }],
      [50, 146, 'Acme Ltd'],
      [60, 160, '• Built engines.'],
    ]);
    expect(profileOf(wrapped).work).toMatchObject([
      {
        position: 'Principal Research and Development Engineer for the Southern Laboratories and Observatories',
        name: 'Acme Ltd',
      },
    ]);
  });
});
