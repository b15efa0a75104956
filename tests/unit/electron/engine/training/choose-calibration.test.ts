import { describe, expect, it } from 'vitest';
import { chooseCalibration } from '../../../../../electron/engine/training/choose-calibration.ts';
import { applyTemperature } from '../../../../../shared/domain/calibration-temperature.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

/** Forecasts that say `told(p)` of outcomes that happen with chance `p`. */
function past(count: number, told: (p: readonly number[]) => readonly number[], seasons = 4) {
  const random = createSeededRandom(11);
  const forecasts = Array.from({ length: count }, (_, i) => {
    const home = 0.1 + 0.8 * random();
    const p = [home, 1 - home];
    return { told: told(p), observed: random() < home ? 0 : 1, season: Math.floor((i * seasons) / count) };
  });
  return {
    probabilities: forecasts.map((each) => each.told),
    observed: forecasts.map((each) => each.observed),
    season: forecasts.map((each) => each.season),
  };
}

describe('the calibration', () => {
  it('is left alone where forecasts are right', () => {
    expect(chooseCalibration(past(8_000, (p) => p))).toEqual({ kind: 'none' });
  });

  it.each([1, 4])('is a temperature where they are too bold, of %d seasons', (seasons) => {
    const chosen = chooseCalibration(past(8_000, (p) => applyTemperature(p, 0.5), seasons));
    expect(chosen).toMatchObject({ kind: 'temperature' });
    expect(chosen.kind === 'temperature' && chosen.temperature).toBeCloseTo(2, 0);
  });

  it('is isotonic where no temperature helps, in few and gentle steps', () => {
    const chosen = chooseCalibration(past(20_000, ([p = 0]) => [p * p, 1 - p * p]));
    if (chosen.kind !== 'isotonic') throw new Error(chosen.kind);
    for (const { thresholds, values } of chosen.maps) {
      expect(thresholds.length).toBeLessThanOrEqual(41);
      expect([...values]).toEqual([...values].sort((a, b) => a - b));
    }
  });

  it('is not guessed from a handful', () => {
    expect(chooseCalibration(past(400, (p) => applyTemperature(p, 0.3)))).toEqual({ kind: 'none' });
  });
});
