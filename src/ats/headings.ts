import { WORDS } from '../content/words.js';

/** The sections that the reader distinguishes. */
export type SectionKind = 'work' | 'education' | 'skills' | 'other';

/** Headings of other people's résumés, beside the section titles of the product's languages. */
const USUAL: Readonly<Record<SectionKind, string>> = {
  work: 'experience|expérience|experiencia|experiência|esperienza|work experience|professional journey|career journey|professional experience|relevant experience|employment|employment history|work history|career history|career|positions held|berufliche erfahrung|beruflicher werdegang|arbeitserfahrung|experience professionnelle|expériences professionnelles|parcours professionnel|experiencia laboral|experiencia profesional|experiência profissional|esperienza professionale|esperienze lavorative|werkervaring|трудовой опыт|работа|職歴|工作经验|工作經驗|경력사항',
  education:
    'education and training|academic background|academic qualifications|academic history|qualifications|studies|bildungsweg|schulbildung|studium|études|formations|educación|estudios|educação|formação acadêmica|istruzione|istruzione e formazione|opleidingen|высшее образование|학력사항|教育经历|教育經歷',
  skills:
    'technical skills|key skills|core skills|skills and tools|skills & tools|skills summary|core competencies|competencies|technologies|technical expertise|expertise|tech stack|programming skills|edv-kenntnisse|it-kenntnisse|fähigkeiten|compétences techniques|habilidades|conocimientos|habilidades técnicas|competenze tecniche|technische vaardigheden|ключевые навыки|技能|専門スキル|技术能力|보유기술',
  other:
    'profile|about|about me|objective|career objective|professional summary|executive summary|personal statement|personal projects|selected projects|side projects|open source|certifications|licenses|honors|honours|achievements|key achievements|accomplishments|selected publications|volunteer experience|volunteer work|community|hobbies|activities|referees|additional information|memberships|contact|teaching|talks|grants|service|personal details',
};

const KNOWN = knownHeadings();

function knownHeadings(): ReadonlyMap<string, SectionKind> {
  const known = new Map<string, SectionKind>();
  for (const [kind, names] of Object.entries(USUAL))
    for (const name of names.split('|')) known.set(foldHeading(name), kind as SectionKind);
  for (const { sections } of Object.values(WORDS)) {
    for (const [id, title] of Object.entries(sections)) {
      const kind = id === 'work' || id === 'education' || id === 'skills' ? id : 'other';
      known.set(foldHeading(title), kind);
    }
  }
  return known;
}

/** The longest heading that is looked up, in characters. */
const LONGEST = 60;

/** The section that a line begins; undefined if the line is no known heading. */
export function sectionOf(line: string): SectionKind | undefined {
  return line.length > LONGEST ? undefined : KNOWN.get(foldHeading(line));
}

function foldHeading(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}&]+/gu, ' ')
    .trim();
}
