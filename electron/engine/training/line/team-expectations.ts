import { solvePositiveDefinite } from '../../../../shared/domain/optimise/positive-definite.ts';
import type {
  Expectation,
  TeamSignalSettings,
} from '../../../../shared/domain/overround-line/team-signals.ts';
import type { LineExample } from './examples.ts';

/** Least squares of goals, shots and corners ahead on the strength the closing line (or else the average) gave. */
export const fitExpectations = (examples: readonly LineExample[]): TeamSignalSettings => ({
  goals: fitExpectation(examples, ({ evidence }) => evidence.goals),
  shots: fitExpectation(examples, ({ evidence }) => evidence.shots),
  corners: fitExpectation(examples, ({ evidence }) => evidence.corners),
});

function fitExpectation(
  examples: readonly LineExample[],
  aheadIn: (example: LineExample) => number,
): Expectation {
  const normal = new Float64Array(9);
  const right = new Float64Array(3);
  for (const example of examples) {
    const { before, closing } = example.evidence;
    const strength = Number.isNaN(closing[0]) ? before[0] : closing[0];
    const value = aheadIn(example);
    if (Number.isNaN(strength) || Number.isNaN(value)) continue;
    const row = [1, strength, strength ** 3] as const;
    for (let i = 0; i < 3; i += 1) {
      right[i] = (right[i] as number) + (row[i] as number) * value;
      for (let j = 0; j < 3; j += 1)
        normal[3 * i + j] = (normal[3 * i + j] as number) + (row[i] as number) * (row[j] as number);
    }
  }
  const [constant = 0, linear = 0, cubic = 0] = solvePositiveDefinite(normal, right) ?? [];
  const rounded = (value: number): number => Number(value.toPrecision(6));
  return [rounded(constant), rounded(linear), rounded(cubic)];
}
