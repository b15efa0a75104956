import { applyIsotonic, type IsotonicMap } from '../calibration-isotonic.ts';
import { applyTemperature } from '../calibration-temperature.ts';

/** What is done to a learner's probabilities before they leave the model; written into its ONNX graph. */
export type Calibration =
  | { readonly kind: 'none' }
  | { readonly kind: 'temperature'; readonly temperature: number }
  /** One map a class; the mapped probabilities are scaled to a sum of 1. */
  | { readonly kind: 'isotonic'; readonly maps: readonly IsotonicMap[] };

/** Below this an isotonic map's value is raised to it, so that no outcome becomes impossible. */
export const ISOTONIC_FLOOR = 1e-4;

/** The calibrated probabilities of one forecast; they sum to 1. */
export function calibrate(calibration: Calibration, probabilities: readonly number[]): readonly number[] {
  switch (calibration.kind) {
    case 'none':
      return probabilities;
    case 'temperature':
      return applyTemperature(probabilities, calibration.temperature);
    case 'isotonic': {
      const mapped = probabilities.map((p, i) => {
        const map = calibration.maps[i];
        return map === undefined ? p : Math.max(ISOTONIC_FLOOR, applyIsotonic(map, p));
      });
      const sum = mapped.reduce((total, p) => total + p, 0);
      return mapped.map((p) => p / sum);
    }
  }
}
