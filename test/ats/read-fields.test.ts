import { describe, expect, test } from 'vitest';
import { readFields } from '../../src/ats/read-fields.js';
import { interruptible } from '../support/interruptible.js';

const CLASSIC = `Ada Lovelace
Software Engineer
London, United Kingdom · ada@example.com · +44 20 7946 0731 · ada.example.com · GitHub ada-l
Summary
Writes programs for engines that do not exist yet. The engines follow some years
later.
Experience
Senior Engineer (Rust)
Analytical Engines Ltd. · London
Jun 2020 – Present
• Built a store that answers in 5 ms, and wrote the guide by which the team
operates it.
• Cut costs
Rust · PostgreSQL · Kafka
Engineer
Difference & Co.
Jan 2016 – May 2020
• Wrote the notes.
Skills
Languages: Rust, C++ (17, 20), SQL
Tools: Kafka, Event Sourcing
Education
BSc, Mathematics
University of London · First
2012 – 2015
`;

describe('the reader of plain text', () => {
  test.each([
    ['the position first', 'Engineer\nAcme Ltd. · London · Jun 2020 – Present'],
    ['the employer first', 'Acme Ltd.\nEngineer · London · Jun 2020 – Present'],
    ['the employer first and dates on a line of their own', 'Acme Ltd.\nEngineer · London\nJun 2020 – Present'],
  ])('reads a job with %s', (_, heading) => {
    const { jobs } = readFields(`Ada\nExperience\n${heading}\n• Built a store that answers in 5 ms.\n`);
    expect(jobs).toMatchObject([{ title: 'Engineer', employer: 'Acme Ltd.', dates: 'Jun 2020 – Present' }]);
  });

  test('reads a résumé with title, employer and dates on lines of their own', () => {
    const fields = readFields(CLASSIC);
    expect(fields).toEqual({
      name: 'Ada Lovelace',
      emails: ['ada@example.com'],
      phones: ['+44 20 7946 0731'],
      links: ['ada.example.com', 'ada-l'],
      jobs: [
        {
          title: 'Senior Engineer (Rust)',
          employer: 'Analytical Engines Ltd.',
          dates: 'Jun 2020 – Present',
          bullets: [
            'Built a store that answers in 5 ms, and wrote the guide by which the team\noperates it.',
            'Cut costs',
          ],
        },
        {
          title: 'Engineer',
          employer: 'Difference & Co.',
          dates: 'Jan 2016 – May 2020',
          bullets: ['Wrote the notes.'],
        },
      ],
      schools: ['University of London'],
      skills: ['Rust', 'C++ (17, 20)', 'SQL', 'Kafka', 'Event Sourcing'],
    });
  });

  test('reads title, employer and dates on one line, by gaps and by the word for the occupation', () => {
    for (const gap of ['\t', '    ', ' ']) {
      const text = `Ada Lovelace\nExperience\nSenior Engineer (Rust)${gap}Analytical Engines · London${gap}Jun 2020 – Present\n• Built it.\n`;
      expect(readFields(text).jobs).toEqual([
        {
          title: 'Senior Engineer (Rust)',
          employer: 'Analytical Engines',
          dates: 'Jun 2020 – Present',
          bullets: ['Built it.'],
        },
      ]);
    }
  });

  test('takes the employer of roles from the entry above them', () => {
    const text = `Ada\nExperience\nUniversity of Harbourton\t2019 – Present\nAssociate Professor\nHarbourton\nOct 2022 – Present\n• Leads a group.\nAssistant Professor\nFeb 2019 – Sep 2022\nResearcher\nInstitute of Looms · Vale\n2017 – 2019\n`;
    expect(readFields(text).jobs.map(({ title, employer }) => [title, employer])).toEqual([
      ['Associate Professor', 'University of Harbourton'],
      ['Assistant Professor', 'University of Harbourton'],
      ['Researcher', 'Institute of Looms'],
    ]);
  });

  test('reads a résumé that names the employer first', () => {
    const text = `JANE ROE\njane@example.org | (202) 555-0123 | linkedin.com/in/jane-roe\n\nPROFESSIONAL EXPERIENCE\nExample Corporation, Springfield\nProduct Manager                         March 2018 - Present\n- Launched two products.\n- Led a team of five\n\nEDUCATION\nSpringfield University\nBA, History                             2010 - 2014\n\nTECHNICAL SKILLS\nSQL, Tableau; Excel\n`;
    const fields = readFields(text);
    expect(fields.name).toBe('JANE ROE');
    expect(fields.phones).toEqual(['(202) 555-0123']);
    expect(fields.links).toEqual(['linkedin.com/in/jane-roe']);
    expect(fields.jobs).toEqual([
      {
        title: 'Product Manager',
        employer: 'Example Corporation, Springfield',
        dates: 'March 2018 - Present',
        bullets: ['Launched two products.', 'Led a team of five'],
      },
    ]);
    expect(fields.skills).toEqual(['SQL', 'Tableau', 'Excel']);
  });

  test.each([
    ['German', 'Berufserfahrung', 'Softwareentwicklerin', 'Beispiel GmbH · Berlin', 'Jan. 2020 – heute'],
    ['German with numbers', 'BERUFLICHER WERDEGANG', 'Leiterin Einkauf', 'Beispiel GmbH · Köln', '04/2019 – 12/2021'],
    ['French', 'Expérience', 'Ingénieure logiciel', 'Exemple SA · Lyon', 'févr. 2020 – aujourd’hui'],
    ['Spanish', 'Experiencia laboral', 'Desarrolladora', 'Ejemplo · Madrid', 'ene 2020 – dic 2021'],
    ['Portuguese', 'Experiência profissional', 'Engenheira', 'Exemplo · Recife', 'jan. de 2020 – mar. de 2021'],
    ['Polish', 'Experience', 'Inżynierka', 'Przykład · Kraków', 'maj 2018 – paź 2020'],
    ['Russian', 'Опыт работы', 'Инженер', 'Пример · Казань', 'янв. 2020 – март 2021'],
    ['Japanese', '職歴', 'エンジニア', '株式会社見本 · 東京', '2019年4月 〜 2021年3月'],
    ['Chinese', '工作经历', '高级后端工程师', '样本科技有限公司 · 上海', '2020年5月 – 至今'],
    ['Korean', '경력사항', '엔지니어', '견본 · 서울', '2020년 5월 – 2021년 3월'],
    ['Hindi', 'कार्य अनुभव', 'वरिष्ठ इंजीनियर', 'नमूना · पुणे', 'जुल॰ 2021 – वर्तमान'],
    ['Arabic digits', 'Experience', 'Engineer', 'Example · Cairo', 'يناير ٢٠٢٠ – مارس ٢٠٢١'],
  ])('reads jobs and dates in %s', (_, heading, title, byline, dates) => {
    const text = `A B\n${heading}\n${title}\n${byline}\n${dates}\n• One.\n• Two.\n`;
    const job = { title, employer: byline.split(' · ')[0], dates: dates.normalize('NFKC'), bullets: ['One.', 'Two.'] };
    expect(readFields(text).jobs).toEqual([job]);
  });

  test('reads items whose bullets touch their text, as in text from right to left', () => {
    const text = 'A B\nExperience\nEngineer\nExample · Cairo\n2019 – 2021\n•صممت منصة دفع\n•Migrated the service\n';
    expect(readFields(text).jobs[0]?.bullets).toEqual(['صممت منصة دفع', 'Migrated the service']);
  });

  test('does not take dates inside a sentence for the head of a job', () => {
    const text = `A B\nExperience\nEngineer\nExample\n2019 – 2021\n• Rewrote a system that had been running unchanged since\n2004 and moved it to the cloud, as was decided in\n2018.\n`;
    const { jobs } = readFields(text);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.bullets).toHaveLength(1);
  });

  test.each([
    ['two lines', 'Professional\nExperience', 'Education\nand Training'],
    ['a divided word', 'Berufs-\nerfahrung', 'Aus-\nbildung'],
  ])('reads headings of %s in a narrow column', (_, work, education) => {
    const text = `A B\n${work}\nEngineer\nExample\n2019 – 2021\n• One.\n${education}\nBSc\nExample College\n2015 – 2019\n`;
    const { jobs, schools } = readFields(text);
    expect([jobs.map(({ title }) => title), schools]).toEqual([['Engineer'], ['Example College']]);
  });

  test('reads titles below dates that stand in a column of their own', () => {
    const text =
      'A B\nExperience\nDriver\nBay 7\n2020 – 2021\n2018 – 2020\nGardener\n• Roses.\n2016 – 2018\nCorner Shop\n• Sold newspapers.\n' +
      '2008 – 2016\nLakeside Hospital\nProject Manager\nChicago\n2012 – 2016\n• Moved.\n2008 – 2012\nAssistant\n• Kept the minutes.\n';
    expect(readFields(text).jobs).toEqual([
      { title: 'Driver', employer: 'Bay 7', dates: '2020 – 2021', bullets: [] },
      { title: 'Gardener', employer: '', dates: '2018 – 2020', bullets: ['Roses.'] },
      { title: 'Corner Shop', employer: '', dates: '2016 – 2018', bullets: ['Sold newspapers.'] },
      { title: 'Project Manager', employer: 'Lakeside Hospital', dates: '2012 – 2016', bullets: ['Moved.'] },
      { title: 'Assistant', employer: 'Lakeside Hospital', dates: '2008 – 2012', bullets: ['Kept the minutes.'] },
    ]);
  });

  test('reads lists of skills that go on over the lines of a narrow column', () => {
    const skills = ['JWT', 'OAuth', 'DDOS\nProtection', 'Burp\nSuite', 'Wireshark', 'ISO 9001:2015', 'CQRS'];
    const lists = (mark: string) =>
      `Security${mark}\nJWT, OAuth, DDOS\nProtection, Burp\nSuite, Wireshark\nStandards${mark}\nISO 9001:2015, CQRS\n`;
    const story =
      'Summary\nWrites programs for engines that do not exist yet, and the guides by which teams operate them.\n';
    for (const mark of ['', ':', ' :'])
      expect(readFields(`A B\n${story}Skills\n${lists(mark)}`).skills).toEqual(skills);
  });

  test('keeps skills apart that stand on lines of their own', () => {
    const story =
      'Summary\nWrites programs for engines that do not exist yet, and the guides by which teams operate them.\n';
    expect(readFields(`A B\n${story}Skills\nStakeholder management\nPublic speaking\nNegotiation\n`).skills).toEqual([
      'Stakeholder management',
      'Public speaking',
      'Negotiation',
    ]);
  });

  test('reads accounts of networks with two words, and those written as addresses', () => {
    const text = 'A B\na@example.com · Mastodon @a@social.example · Stack Overflow ab · GitHub abc\n';
    const { emails, links } = readFields(text);
    expect([emails, links]).toEqual([['a@example.com'], ['@a@social.example', 'ab', 'abc']]);
  });

  test('reads schools without dates by their names', () => {
    const text = 'A B\nEducation\nCarpentry\nHudson Trade School · Troy\n';
    expect(readFields(text).schools).toEqual(['Hudson Trade School']);
  });

  test.each(['', '\n', '•', 'Experience', 'Experience\n2019 – 2021', 'Skills\n,,,'])('reads nothing in %j', (text) => {
    const { jobs, schools, skills } = readFields(text);
    expect([schools, skills, jobs.flatMap(({ title, bullets }) => [title, ...bullets]).filter(Boolean)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test.each([
    'a',
    ' ',
    '\t',
    '• ',
    '• a\n',
    '• a\nb\n',
    '2019 – ',
    'Jan 2019 – 2020\n',
    'Engineer\nExample\n2019 – 2020\n',
    'Example\t2019 – 2020\nEngineer\n2019 – 2020\n',
    'a, ',
    '(',
    'a · b · c\n',
    'a@',
    'a@b.',
    '1 ',
    'a.',
    'github ',
    'Skills\n',
    'Experience\n',
    'Professional\n',
    '2019 – 2020\nDriver\n',
    'Skills\nTools: a, b\nc\n',
    '1.1.',
    '年',
  ])('reads 200 kB of %j in linear time', (piece) => {
    const text = `A B\nExperience\n${piece.repeat(Math.ceil(200_000 / piece.length))}\nSkills\n${piece.repeat(Math.ceil(200_000 / piece.length))}`;
    for (const each of [text, text.slice(15)]) expect(interruptible(() => readFields(each))).toBeDefined();
  });
});
