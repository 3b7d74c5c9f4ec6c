import { WORDS } from '../content/words.js';
import type { StandardSection } from '../profile/schema.js';

/** The sections that `dossier ats` distinguishes. */
export type SectionKind = 'work' | 'education' | 'skills' | 'other';

/** The meaning of a heading: a section of a profile, the contact details, or a section without a counterpart. */
export type HeadingKind = StandardSection | 'contact' | 'other';

/** Headings of other people's résumés, beside the section titles of the product's languages. */
const USUAL: Readonly<Partial<Record<HeadingKind, string>>> = {
  work: 'experience|expérience|experiencia|experiência|esperienza|work experience|professional journey|career journey|professional experience|relevant experience|industry experience|research experience|teaching experience|internship experience|internships|employment|employment experience|employment history|work history|professional history|career history|career|career summary|positions held|work|jobs|professional background|berufliche erfahrung|beruflicher werdegang|arbeitserfahrung|praktische erfahrung|werdegang|praktika|experience professionnelle|expériences professionnelles|expériences|parcours professionnel|stages|experiencia laboral|experiencia profesional|trayectoria profesional|experiência profissional|experiências profissionais|esperienza professionale|esperienze professionali|esperienze lavorative|werkervaring|arbeitserfahrungen|трудовой опыт|работа|опыт|職歴|職務経歴|工作经验|工作經驗|工作经历|工作經歷|실무경험|경력사항|경력',
  education:
    'education and training|education & training|academic background|educational background|academic qualifications|academic history|qualifications|studies|academics|bildungsweg|schulbildung|studium|ausbildung und studium|akademische ausbildung|études|formations|diplômes|formation académique|educación|estudios|formación|educação|formação|formação acadêmica|istruzione|istruzione e formazione|formazione|opleidingen|opleiding|высшее образование|學歷|学历|학력사항|学歴|教育经历|教育經歷|教育背景',
  skills:
    'technical skills|key skills|core skills|top skills|professional skills|soft skills|hard skills|it skills|computer skills|relevant skills|other skills|skills and tools|skills & tools|skills and software|skills and technologies|skills & technologies|skills and abilities|skills & expertise|skills summary|skill set|core competencies|key competencies|competencies|competences|areas of expertise|technologies|technical expertise|technical proficiencies|technical summary|expertise|tech stack|tools|toolbox|tools and technologies|programming skills|programming languages|edv-kenntnisse|it-kenntnisse|kompetenzen|fähigkeiten|fachkenntnisse|kenntnisse|kenntnisse und fähigkeiten|compétences techniques|compétences clés|savoir-faire|habilidades|competencias|aptitudes|conocimientos|habilidades técnicas|competências|conhecimentos|competenze tecniche|capacità e competenze|technische vaardigheden|ключевые навыки|технические навыки|技能|専門スキル|专业技能|專業技能|技术能力|보유기술|기술',
  summary:
    'profile|professional profile|personal profile|career profile|about|about me|objective|career objective|professional objective|professional summary|executive summary|career overview|overview|introduction|personal statement|summary of qualifications|profil|über mich|kurzprofil|zusammenfassung|profil professionnel|à propos|résumé professionnel|objectif|perfil|perfil profesional|perfil profissional|sobre mí|sobre mim|resumen|resumo|objetivo|profilo|profilo professionale|chi sono|profiel|over mij|о себе|обо мне|цель|自己紹介|自己pr|自我评价|个人简介|個人簡介|소개|자기소개',
  projects:
    'personal projects|selected projects|side projects|academic projects|university projects|notable projects|key projects|project experience|technical projects|research projects|open source|open source projects|open-source projects|projekte|eigene projekte|projets personnels|proyectos personales|projetos pessoais|progetti personali|个人项目|项目经历|項目經歷|项目经验|프로젝트 경험',
  certificates:
    'certifications|certification|licenses|licences|licenses & certifications|licenses and certifications|certifications & licenses|certificates and training|certifications and training|trainings|training and certifications|professional certifications|zertifizierungen|zertifikate|weiterbildung|weiterbildungen|certificats|certificaciones|certificados|cursos|certificações|certificazioni|certificeringen|certificaten|сертификаты|курсы|資格|证书|證書|자격증',
  awards:
    'honors|honours|award|honors and awards|honors & awards|awards and honors|awards & honors|honours and awards|awards and honours|awards and achievements|awards & achievements|selected honors|achievements|key achievements|accomplishments|scholarships|scholarships and awards|recognition|prizes|auszeichnungen|auszeichnungen und preise|preise|stipendien|distinctions|prix|prix et distinctions|premios|premios y reconocimientos|prêmios|premi|onderscheidingen|награды|достижения|受賞歴|获奖|获奖情况|獲獎|수상|수상 경력',
  publications:
    'selected publications|publications and talks|papers|research papers|selected papers|journal articles|conference papers|articles|veröffentlichungen|publikationen|publicaciones|publicações|pubblicazioni|publicaties|публикации|論文|发表论文|논문',
  volunteer:
    'activities|extracurricular activities|extracurricular activity|extracurriculars|extra-curricular activities|leadership|leadership experience|leadership and activities|leadership & activities|volunteer experience|volunteer work|volunteering experience|volunteer|volunteers|community service|community involvement|community engagement|volunteer activities|ehrenamt|ehrenamtliches engagement|ehrenamtliche tätigkeiten|engagement|bénévolat|engagement associatif|voluntariado|voluntariat|volontariato|vrijwilligerswerk|волонтёрство|волонтерство|志愿者经历|봉사활동',
  languages:
    'language skills|language|foreign languages|spoken languages|sprachkenntnisse|fremdsprachen|langues étrangères|idiomas|lingue straniere|talenkennis|знание языков|иностранные языки|言語|语言能力|語言能力|외국어',
  interests:
    "hobbies|hobbies and interests|hobbies & interests|interests and hobbies|interests & hobbies|personal interests|interessen und hobbys|hobbys|freizeit|centres d’intérêt|centres d'intérêt|loisirs|intereses|aficiones|hobby|interesses|interessi|увлечения|хобби|интересы|趣味|兴趣爱好|취미",
  references:
    'referees|recommendations|testimonials|referenzen|références|referencias|referências|referenze|referenties|рекомендации|推荐人',
  contact:
    'contact|contacts|contact me|contact information|contact details|contact info|get in touch|details|personal details|personal information|personal info|links|social|social media|persönliche daten|kontakt|kontaktdaten|zur person|coordonnées|contacto|datos personales|contato|dados pessoais|contatti|informazioni personali|persoonlijke gegevens|persoonsgegevens|контакты|личные данные|個人情報|联系方式|个人信息|연락처|인적사항',
  other:
    'community|additional information|additional experience|additional|additional skills|other|miscellaneous|memberships|professional memberships|affiliations|professional affiliations|teaching|talks|presentations|speaking|conferences|grants|patents|service|strengths|key strengths|coursework|relevant coursework|military service|weiteres|sonstiges|mitgliedschaften|autres|divers|otros|outros|altro|overig|дополнительная информация',
};

const KNOWN = knownHeadings();

function knownHeadings(): ReadonlyMap<string, HeadingKind> {
  const known = new Map<string, HeadingKind>();
  for (const [kind, names] of Object.entries(USUAL))
    for (const name of names.split('|')) known.set(foldHeading(name), kind as HeadingKind);
  for (const { sections } of Object.values(WORDS))
    for (const [id, title] of Object.entries(sections)) known.set(foldHeading(title), id as HeadingKind);
  return known;
}

/** The longest heading that is looked up, in characters. */
const LONGEST = 60;

/** The meaning of a line as a heading; undefined if it is no known heading. */
export function headingKind(line: string): HeadingKind | undefined {
  return line.length > LONGEST ? undefined : KNOWN.get(foldHeading(line));
}

const JOINED = new Map(
  [...KNOWN].filter(([name]) => name.includes(' ')).map(([name, kind]) => [name.replaceAll(' ', ''), kind]),
);

/** The meaning of a heading whose letters are set apart, so that the spaces between its words are lost. */
export function joinedHeadingKind(line: string): HeadingKind | undefined {
  return line.length > LONGEST || line.includes(' ') ? undefined : JOINED.get(foldHeading(line));
}

/** The section that a line begins; undefined if the line is no known heading. */
export function sectionOf(line: string): SectionKind | undefined {
  const kind = headingKind(line);
  return kind === undefined || kind === 'work' || kind === 'education' || kind === 'skills' ? kind : 'other';
}

function foldHeading(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}&]+/gu, ' ')
    .trim();
}
