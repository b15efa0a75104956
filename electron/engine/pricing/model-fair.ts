import type { MarketState } from '../ports/market-state.ts';
import type { Consensus } from './consensus.ts';

/** Fair probabilities with their range, in the order of a market's selections. */
export type FairRange = Readonly<Record<'fair' | 'low' | 'high', Float64Array>>;

/**
 * Writes a model's fair probabilities and their range, and answers with its id and version; `undefined` where it has
 * none now.
 */
export type ModelFair = (state: MarketState, out: FairRange) => string | undefined;

const createRange = (count: number): FairRange => ({
  fair: new Float64Array(count),
  low: new Float64Array(count),
  high: new Float64Array(count),
});

/**
 * Puts a model's opinion over what the books came to. The range takes in both, so that it is never narrower than the
 * two differ: a model's calibration says how it does on average, not whether it is right against this market.
 */
export function createModelOverlay(model: ModelFair): (consensus: Consensus, state: MarketState) => boolean {
  const ranges = new Map<number, FairRange>();
  return (consensus, state) => {
    const { fair, low, high } = consensus;
    const own = ranges.get(fair.length) ?? createRange(fair.length);
    ranges.set(fair.length, own);
    const name = model(state, own);
    if (name === undefined) return false;
    for (let i = 0; i < fair.length; i += 1) {
      low[i] = Math.min(low[i] as number, own.low[i] as number);
      high[i] = Math.max(high[i] as number, own.high[i] as number);
      fair[i] = own.fair[i] as number;
    }
    consensus.source = 'model';
    consensus.model = name;
    return true;
  };
}
