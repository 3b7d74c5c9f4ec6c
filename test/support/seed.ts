/** What random tests begin with: DOSSIER_SEED, which a failure names, or the same for every run. */
export const SEED = Number(process.env.DOSSIER_SEED ?? 20_261_121);
