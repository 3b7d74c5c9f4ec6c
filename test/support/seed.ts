/** The seed of randomised tests: DOSSIER_SEED, which failure messages include, or a fixed default. */
export const SEED = Number(process.env.DOSSIER_SEED ?? 20_261_121);
