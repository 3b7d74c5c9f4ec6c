import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../../src/import/pdf/cells.js';
import { kindByWords, sectionsOf } from '../../../src/import/pdf/sections.js';
import { streamsOf } from '../../../src/import/pdf/streams.js';
import { sheet } from './support.js';

function kinds(text: string): [kind: string, title: string, lines: number][] {
  const page = sheet(`Ada Example\n${text}`);
  const sections = sectionsOf(streamsOf([page], [cellsOf(page)]));
  return sections.map(({ kind, title, lines }) => [kind, title, lines.length]);
}

describe('the sections of a résumé', () => {
  test('begin at headings in many words and languages', () => {
    const text = '**WORK HISTORY\nAcme\n**Berufserfahrung\nAcme\n**Compétences\nRust\n**学歴\nA school\n**¥Skills:\nGo';
    expect(kinds(text)).toEqual([
      ['head', '', 1],
      ['work', 'WORK HISTORY', 1],
      ['work', 'Berufserfahrung', 1],
      ['skills', 'Compétences', 1],
      ['education', '学歴', 1],
      ['skills', 'Skills', 1],
    ]);
  });

  test('begin at unknown headings that look like known ones', () => {
    const text = '**EXPERIENCE\nAcme\n**MY INVENTIONS\nA lamp\n**PROGRAMS, SKILLS, SOFTWARE\nExcel';
    expect(kinds(text).slice(1)).toEqual([
      ['work', 'EXPERIENCE', 1],
      ['other', 'MY INVENTIONS', 1],
      ['skills', 'PROGRAMS, SKILLS, SOFTWARE', 1],
    ]);
  });

  test('do not begin at entries that look like headings', () => {
    const text =
      '**Experience\n**Engineer\nMay 2019 – June 2020\n**Analyst\nMay 2017 – June 2018\n**Education\nState University';
    expect(kinds(text).slice(1)).toEqual([
      ['work', 'Experience', 4],
      ['education', 'Education', 1],
    ]);
  });

  test('do not begin at words of headings in a sentence or a list', () => {
    expect(kinds('**Summary\nSkills, experience, education\nExperience in education, and\n• Projects')).toHaveLength(2);
  });

  test('have the likely meaning of the words in an unusual heading', () => {
    expect(
      ['Volunteer Leadership', 'Selected Research Projects', 'Industry Certifications', 'Poems'].map(kindByWords),
    ).toEqual(['volunteer', 'projects', 'certificates', undefined]);
  });
});
