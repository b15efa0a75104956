import { FEATURE_SETS } from '../../electron/engine/inference/features/index.ts';
import { FEATURES, PROBABILITIES, writeOnnx } from '../../electron/engine/inference/onnx/write-onnx.ts';
import { describeFile, type Manifest } from '../../electron/engine/inference/registry/index.ts';

export const footballSet = FEATURE_SETS[0]?.id ?? '';
/** Two features of the set, as the sample models take them. */
export const footballColumns = FEATURE_SETS[0]?.names.slice(0, 2) ?? [];

/** A graph of two columns that gives `probabilities` for zeros, and more of the first outcome for a larger first column. */
export const logisticOnnx = (probabilities: readonly number[]): Uint8Array =>
  writeOnnx(
    {
      kind: 'logistic',
      columns: 2,
      classes: probabilities.length,
      mean: [0, 0],
      scale: [1, 1],
      coefficients: probabilities.flatMap((_, i) => (i === 0 ? [0.5, 0] : [0, 0])),
      intercepts: probabilities.map(Math.log),
    },
    { kind: 'none' },
    { name: 'sample', description: '' },
  );

export type SampleModel = { readonly manifest: Manifest; readonly contents: ReadonlyMap<string, Uint8Array> };

/** A sound 1X2 model of one version; `more` goes over its manifest. */
export async function sampleModel(
  id: string,
  more: Partial<Manifest> = {},
  probabilities: readonly number[] = [0.5, 0.3, 0.2],
): Promise<SampleModel> {
  const onnx = logisticOnnx(probabilities);
  const manifest: Manifest = {
    format: 1,
    id,
    name: `Model ${id}`,
    description: '',
    sport: 'football',
    target: 'match-odds',
    outcomes: ['home', 'draw', 'away'],
    origin: 'trained',
    learner: 'logistic',
    parameters: { l2: 1 },
    calibration: 'none',
    competitions: ['E0'],
    input: { name: FEATURES, featureSet: footballSet, columns: [...footballColumns], teams: null },
    output: { name: PROBABILITIES, kind: 'probabilities' },
    opset: 17,
    ir: 8,
    versions: [
      {
        onnx: await describeFile('model.onnx', onnx),
        features: null,
        trainedFrom: '2015-08-08',
        trainedTo: '2020-07-26',
        rows: 1900,
        dataSha256: null,
      },
    ],
    golden: { input: [0, 0], output: [...probabilities], tolerance: 1e-5 },
    judgement: null,
    createdAt: 1_700_000_000_000,
    ...more,
  };
  return { manifest, contents: new Map([['model.onnx', onnx]]) };
}

const scoresAt = (logLoss: number) => ({ n: 100, logLoss, rps: 0.2, brier: 0.6, ece: 0.01, accuracy: 0.5 });

/** A walk-forward judgement with this log loss. */
export const sampleJudgement = (logLoss: number): NonNullable<Manifest['judgement']> => ({
  overall: { group: 'all', model: scoresAt(logLoss), market: scoresAt(0.95) },
  bySeason: [{ group: '2019-20', model: scoresAt(logLoss), market: null }],
  byCompetition: [],
  byOddsBand: [],
  reliability: [{ forecast: 0.4, frequency: 0.41, count: 50 }],
  reference: [],
});
