/** Prices that behave alike: favourites to long shots, by decimal odds. */
export const ODDS_BANDS: readonly { readonly label: string; readonly below: number }[] = [
  { label: 'below 1.5', below: 1.5 },
  { label: '1.5 to 2', below: 2 },
  { label: '2 to 3', below: 3 },
  { label: '3 to 5', below: 5 },
  { label: '5 to 10', below: 10 },
  { label: '10 and above', below: Number.POSITIVE_INFINITY },
];

/** The label of the band the decimal odds fall into; each band begins with its lower end. */
export const oddsBand = (odds: number): string =>
  (ODDS_BANDS.find(({ below }) => odds < below) ?? ODDS_BANDS[ODDS_BANDS.length - 1])?.label ?? '';
