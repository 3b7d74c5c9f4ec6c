/** The form of the verb that begins a bullet: past, third-person present, or base form (imperative). */
export type VerbForm = 'past' | 'present' | 'base';

/** Regular verbs that bullets begin with, except those whose past equals their base (cut, set, put). */
const REGULAR = `accelerate achieve add administer adopt advise analyze analyse apply architect assemble assess audit
 author automate benchmark boost bootstrap bypass cache carry centralize chair coach collaborate collect
 communicate configure conduct consolidate containerize contribute convert coordinate create customize debug
 decrease define deliver deploy design develop devise diagnose direct distribute document earn eliminate enable encrypt
 enforce engineer enhance ensure establish evaluate execute expand explore extend facilitate fetch formulate generate guide handle
 head identify implement improve increase influence initiate install instrument integrate introduce investigate
 issue join launch lower maintain manage measure mentor migrate model modernize monitor move negotiate observe onboard operate
 optimize optimise orchestrate organize own parse participate perform pioneer plan port present prevent produce profile
 program promote prototype prove provide provision publish raise reassemble recommend reduce refactor reimplement release
 remove reorganize replace report research resolve restructure review revise revamp save scale schedule seal secure
 separate serve share ship simplify solve spearhead standardize streamline strengthen supervise supply support survive tackle test track
 train transform translate troubleshoot tune turn unify update upgrade use utilize validate verify work redesign reconcile
 acknowledge treat sign complete`.split(/\s+/);

/** Base, third person and past of irregular verbs. */
const IRREGULAR: readonly (readonly [string, string, string])[] = [
  ['build', 'builds', 'built'],
  ['write', 'writes', 'wrote'],
  ['lead', 'leads', 'led'],
  ['run', 'runs', 'ran'],
  ['bring', 'brings', 'brought'],
  ['take', 'takes', 'took'],
  ['make', 'makes', 'made'],
  ['give', 'gives', 'gave'],
  ['grow', 'grows', 'grew'],
  ['drive', 'drives', 'drove'],
  ['teach', 'teaches', 'taught'],
  ['speak', 'speaks', 'spoke'],
  ['win', 'wins', 'won'],
  ['hold', 'holds', 'held'],
  ['keep', 'keeps', 'kept'],
  ['rebuild', 'rebuilds', 'rebuilt'],
  ['rewrite', 'rewrites', 'rewrote'],
  ['oversee', 'oversees', 'oversaw'],
  ['find', 'finds', 'found'],
  ['begin', 'begins', 'began'],
  ['get', 'gets', 'got'],
  ['choose', 'chooses', 'chose'],
  ['sell', 'sells', 'sold'],
  ['spend', 'spends', 'spent'],
  ['pay', 'pays', 'paid'],
  ['meet', 'meets', 'met'],
  ['see', 'sees', 'saw'],
  ['feed', 'feeds', 'fed'],
  ['send', 'sends', 'sent'],
  ['catch', 'catches', 'caught'],
];

/** Verbs that double their last letter: `planned`, `shipped`. */
const DOUBLES = new Set(['plan', 'ship', 'program', 'debug', 'transfer', 'model']);

/** Base forms that are as often a noun or an adjective: `Lead engineer`, `Design of …`. */
const NOUNS = new Set(
  `lead head test design report model plan support research program profile work track issue document chair port seal
 present separate direct complete own secure lower cache release update upgrade benchmark use share review audit author
 guide coach mentor engineer prototype supply schedule scale run drive feed catch hold win ship train tune turn join
 influence increase decrease debug boost launch measure process monitor move sign treat carry handle`.split(/\s+/),
);

/** Words that look like a third person but may be a plural: `Reports`, `Tests`. */
const NOUN_PLURALS: ReadonlySet<string> = new Set([...NOUNS].map(thirdPerson));

const FORMS = forms();

/** Past forms that are often adjectives: `Automated tests`, `Distributed systems`. */
const ADJECTIVES =
  /^(?:automated|distributed|integrated|managed|shared|applied|certified|secured|encrypted|cached|used)$/;

/** Words that follow a verb but not a noun or an adjective. */
const AFTER_VERB =
  /^(?:[*_]*(?:a|an|the|all|its|their|his|her|this|these|both|each|every|over|more|new|from|to|by|with|up|down|and|\d)\b|[*_`$~<>€£]*\d)/i;

/** Words that follow a noun that looks like a verb: `Reports of …`, `Tests for …`. */
const AFTER_NOUN = /^(?:of|for|in|on|and|or|are|is|were|was|that|which|between|across|under)\b|^[,.;:&/]/i;

/**
 * Returns the form of the verb that a bullet begins with; undefined if it begins with anything else or is ambiguous.
 */
export function formOf(plain: string): VerbForm | undefined {
  const [, word = '', rest = ''] = /^[*_]*([A-Za-z]+(?:-[a-z]+)?)[*_]*(?:\s+(.*)|[,.;:]?$)/s.exec(plain.trim()) ?? [];
  const verb = word.toLowerCase().replace(/^(?:re|co|hand|self|pre|un)-/, '');
  const form = FORMS.get(verb);
  if (!form) return undefined;
  if (form === 'past') return ADJECTIVES.test(verb) && !AFTER_VERB.test(rest) ? undefined : 'past';
  return NOUN_PLURALS.has(verb) && (rest === '' || AFTER_NOUN.test(rest)) ? undefined : form;
}

function forms(): Map<string, VerbForm> {
  const found = new Map<string, VerbForm>();
  for (const base of REGULAR) {
    if (!NOUNS.has(base)) found.set(base, 'base');
    found.set(thirdPerson(base), 'present');
    found.set(past(base), 'past');
  }
  for (const [base, third, before] of IRREGULAR) {
    if (!NOUNS.has(base)) found.set(base, 'base');
    found.set(third, 'present');
    found.set(before, 'past');
  }
  return found;
}

function thirdPerson(base: string): string {
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(base) ? `${base}es` : `${base}s`;
}

function past(base: string): string {
  if (DOUBLES.has(base)) return `${base}${base.at(-1)}ed`;
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ied`;
  return base.endsWith('e') ? `${base}d` : `${base}ed`;
}
