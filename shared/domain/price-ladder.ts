import type { OddsE4 } from './units.ts';

/** A stretch of prices `step` apart, both ends included; the next band starts where this one ends. */
type Band = { readonly from: number; readonly to: number; readonly step: number };

/** The prices a venue accepts. */
export type PriceLadder = readonly Band[];

/** Betfair's increments: 350 prices from 1.01 to 1000. */
export const BETFAIR_LADDER: PriceLadder = [
  { from: 1_0100, to: 2_0000, step: 100 },
  { from: 2_0000, to: 3_0000, step: 200 },
  { from: 3_0000, to: 4_0000, step: 500 },
  { from: 4_0000, to: 6_0000, step: 1000 },
  { from: 6_0000, to: 10_0000, step: 2000 },
  { from: 10_0000, to: 20_0000, step: 5000 },
  { from: 20_0000, to: 30_0000, step: 1_0000 },
  { from: 30_0000, to: 50_0000, step: 2_0000 },
  { from: 50_0000, to: 100_0000, step: 5_0000 },
  { from: 100_0000, to: 1000_0000, step: 10_0000 },
];

const stepsIn = (band: Band): number => (band.to - band.from) / band.step;
const lastIndex = (ladder: PriceLadder): number => ladder.reduce((total, band) => total + stepsIn(band), 0);

/** Place on the ladder counted from 0; between two ticks a fraction; beyond the ends, the end. */
function position(odds: OddsE4, ladder: PriceLadder): number {
  let before = 0;
  for (const band of ladder) {
    if (odds <= band.to) return before + Math.max(0, (odds - band.from) / band.step);
    before += stepsIn(band);
  }
  return before;
}

function priceAt(index: number, ladder: PriceLadder): OddsE4 {
  let rest = Math.min(Math.max(0, index), lastIndex(ladder));
  let price = ladder[0]?.from ?? 0;
  for (const band of ladder) {
    const steps = Math.min(rest, stepsIn(band));
    price = band.from + steps * band.step;
    rest -= steps;
    if (rest === 0) break;
  }
  return price as OddsE4;
}

/** Whether the venue accepts `odds` as it stands. */
export const isLadderPrice = (odds: OddsE4, ladder: PriceLadder = BETFAIR_LADDER): boolean =>
  priceAt(Math.round(position(odds, ladder)), ladder) === odds;

/** `ticks` longer prices up; from between two prices the first tick is the one above. Stops at the longest. */
export const tickUp = (odds: OddsE4, ticks = 1, ladder: PriceLadder = BETFAIR_LADDER): OddsE4 =>
  priceAt(Math.floor(position(odds, ladder)) + ticks, ladder);

/** `ticks` shorter prices down; from between two prices the first tick is the one below. Stops at the shortest. */
export const tickDown = (odds: OddsE4, ticks = 1, ladder: PriceLadder = BETFAIR_LADDER): OddsE4 =>
  priceAt(Math.ceil(position(odds, ladder)) - ticks, ladder);

/** The accepted price nearest to `odds`; the longer one where both are as near. */
export const nearestTick = (odds: OddsE4, ladder: PriceLadder = BETFAIR_LADDER): OddsE4 =>
  priceAt(Math.round(position(odds, ladder)), ladder);

/** Ticks from one accepted price up to another, negative downwards; `undefined` if either is not accepted. */
export const ticksBetween = (
  from: OddsE4,
  to: OddsE4,
  ladder: PriceLadder = BETFAIR_LADDER,
): number | undefined =>
  isLadderPrice(from, ladder) && isLadderPrice(to, ladder)
    ? Math.round(position(to, ladder)) - Math.round(position(from, ladder))
    : undefined;
