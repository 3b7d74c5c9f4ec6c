/** The words that a résumé adds to what its author wrote. */
export interface Words {
  present: string;
  sections: Record<string, string>;
  email: string;
  phone: string;
  website: string;
  location: string;
}

const en: Words = {
  present: 'Present',
  email: 'E-mail',
  phone: 'Phone',
  website: 'Website',
  location: 'Location',
  sections: {
    summary: 'Summary',
    work: 'Experience',
    projects: 'Projects',
    skills: 'Skills',
    education: 'Education',
    certificates: 'Certificates',
    awards: 'Awards',
    publications: 'Publications',
    volunteer: 'Volunteering',
    languages: 'Languages',
    interests: 'Interests',
    references: 'References',
  },
};

/** The words of a language; English where a language has none of its own yet. */
export function wordsFor(_locale: string): Words {
  return en;
}
