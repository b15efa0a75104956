import type { ModelEntry, Scores } from '../../shared/contract/models.ts';
import type { Run } from '../../shared/contract/runs.ts';
import type { EpochMs } from '../../shared/domain/units.ts';

const at = 1_700_000_000_000 as EpochMs;

export const sampleScores = (logLoss: number, more: Partial<Scores> = {}): Scores => ({
  n: 1000,
  logLoss,
  rps: logLoss / 5,
  brier: logLoss * 0.6,
  ece: 0.01,
  accuracy: 0.52,
  ...more,
});

/** A sound draft of the 1X2 slot that nobody has evaluated. */
export const modelEntry = (id: string, more: Partial<ModelEntry> = {}): ModelEntry => ({
  id,
  name: id,
  description: '',
  sport: 'soccer',
  target: 'match-odds',
  slot: 'soccer/match-odds',
  outcomes: ['home', 'draw', 'away'],
  origin: 'trained',
  learner: 'gradient-boosting',
  parameters: { trees: 300 },
  calibration: 'temperature',
  featureSet: 'football-results@1',
  columns: ['elo', 'pi'],
  competitions: ['E0'],
  state: 'draft',
  trainedFrom: '2003-08-16',
  trainedTo: '2023-05-28',
  rows: 40_000,
  versions: 5,
  opset: 17,
  ir: 8,
  sha256: 'a'.repeat(64),
  bytes: 120_000,
  createdAt: at,
  overall: null,
  problem: null,
  serving: null,
  drift: null,
  ...more,
});

/** A training that runs. */
export const trainRun = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  name: id,
  spec: {
    kind: 'train',
    recipe: 'football-1x2-boosting',
    name: id,
    matches: { competitions: [], seasons: [] },
    parameters: { trees: 300 },
    trials: 0,
    seed: 1,
  },
  state: 'running',
  share: 0.25,
  stage: '2019-20: fitting, 1 of 6',
  figures: {},
  message: '',
  createdAt: at,
  startedAt: at,
  finishedAt: null,
  modelId: null,
  resumable: false,
  removed: false,
  ...more,
});
