import fc from 'fast-check';

/** The same examples in every run, so that a red run is a change's doing. `OVERROUND_SEED` looks elsewhere. */
fc.configureGlobal({ seed: Number(process.env['OVERROUND_SEED'] ?? 20_260_101) });
