import { type MarginMethod, removeMarginInto } from '../../shared/domain/margin.ts';
import { type Bench, operationsPerCpuSecond } from './bench.ts';

const MARKETS = 4096;

/** Three-way markets over the range bookmakers quote, from a fixed linear congruential sequence. */
function threeWayMarkets(): readonly Float64Array[] {
  let state = 20_261_121;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: MARKETS }, () => {
    const weights = [0.08 + next(), 0.12 + 0.4 * next(), 0.08 + next()];
    const book = 1.015 + 0.075 * next();
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // As quoted: decimal odds to the cent.
    return Float64Array.from(weights, (weight) => 1 / (Math.round((100 * total) / (weight * book)) / 100));
  });
}

const removal = (method: MarginMethod, theirs: number): Bench => ({
  name: `margin-${method}`,
  run() {
    const markets = threeWayMarkets();
    const out = new Float64Array(3);
    let worst = 0;
    for (const market of markets) {
      removeMarginInto(method, market, 3, 1, out);
      worst = Math.max(worst, Math.abs((out[0] ?? 0) + (out[1] ?? 0) + (out[2] ?? 0) - 1));
    }
    const ours = operationsPerCpuSecond(() => {
      for (const market of markets) removeMarginInto(method, market, 3, 1, out);
      return MARKETS;
    });
    return {
      unit: 'three-way markets a second of one core',
      ours,
      theirs,
      against: 'penaltyblog, as measured on a 2-core 2.5 GHz machine',
      ratio: ours / theirs,
      target: 300,
      detail: { worstSumError: worst },
    };
  },
});

export const benches: readonly Bench[] = [removal('shin', 3_700), removal('power', 6_600)];
