/** Words for occupations, which distinguish a job's title from its employer. */
const ROLES = new Set(
  (
    'engineer developer programmer architect analyst manager director lead leader head chief officer president founder ' +
    'cofounder intern trainee apprentice assistant associate consultant adviser advisor specialist scientist researcher ' +
    'professor lecturer teacher tutor instructor fellow student administrator coordinator designer writer editor ' +
    'accountant nurse physician technician operator supervisor executive representative clerk secretary owner ' +
    'freelancer contractor maintainer volunteer member cto ceo cfo coo vp sre devops tester ' +
    'gardener driver chef barista waiter waitress cashier electrician plumber mechanic welder technologist pharmacist dentist ' +
    'therapist psychologist counselor counsellor librarian curator journalist reporter photographer translator interpreter ' +
    'lawyer attorney paralegal officer captain pilot receptionist recruiter planner inspector surveyor economist statistician ' +
    'mathematician physicist chemist biologist geologist actuary auditor bookkeeper treasurer trader broker strategist ' +
    'evangelist organizer facilitator moderator mentor coach trainer foreman firefighter paramedic midwife surgeon ' +
    'cartographer animator illustrator producer handler carer caregiver ' +
    'entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin praktikant praktikantin werkstudent ' +
    'ingénieur ingénieure développeur développeuse responsable directeur directrice chef stagiaire consultant ' +
    'ingeniero ingeniera desarrollador desarrolladora jefe jefa gerente director directora becario analista ' +
    'engenheiro engenheira desenvolvedor desenvolvedora estagiário ingegnere sviluppatore sviluppatrice responsabile ' +
    'inżynier inżynierka programista programistka kierownik specjalista analityk konsultant dyrektor inženýr programátor ' +
    'utvecklare ingenjör ontwikkelaar stagiair инженер разработчик программист руководитель менеджер'
  ).split(' '),
);

function isRole(word: string): boolean {
  return ROLES.has(word.toLowerCase().replace(/[^\p{L}\p{M}]+/gu, ''));
}

/** `true` if a text names an occupation. */
export function namesRole(text: string): boolean {
  return text.split(/[\s/,-]+/).some(isRole);
}

/**
 * Divides a text without separators after the words that name an occupation, with an addition in parentheses:
 * `Backend Engineer (Rust)` and `Example Ltd`. The second part is empty if there is nothing to divide.
 */
export function splitAfterRole(text: string): [string, string] {
  const words = text.split(' ');
  let end = words.findIndex(isRole) + 1;
  if (end === 0) return [text, ''];
  while (end < words.length && isRole(words[end] ?? '')) end++;
  if (words[end]?.startsWith('(')) {
    const close = words.findIndex((word, index) => index >= end && word.endsWith(')'));
    if (close !== -1) end = close + 1;
  }
  return [words.slice(0, end).join(' '), words.slice(end).join(' ')];
}

const SCHOOL =
  /universi|institut|school|college|polytechnic|academy|schule|gymnasium|akademie|école|lycée|faculté|escuela|instituto|escola|faculdade|scuola|politecnico|hogeschool|университет|институт|школа|विद्यालय|جامعة|אוניברסיט|大学|学院|大學|學院|학교/iu;

/** `true` if a text names a school. */
export function namesSchool(text: string): boolean {
  return SCHOOL.test(text);
}
