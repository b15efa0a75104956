import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { sportOfKey } from '../../../../shared/domain/sports.ts';
import { matchTeam } from '../../../../shared/domain/team-names.ts';
import { featureSet } from '../../inference/features/index.ts';
import type { Manifest, OpenedModel } from '../../inference/registry/index.ts';
import { type BatchPredictor, createBatchPredictor } from '../../inference/serving/batch-predictor.ts';
import { type ColumnSource, columnsOf } from '../../inference/serving/column-source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Fixture } from '../../ports/forecaster.ts';

/** A model at work: open, with what its features remember. */
export type LiveModel = {
  readonly id: string;
  readonly manifest: Manifest;
  readonly role: 'champion' | 'shadow';
  /** `trainedTo` of its version, or its hash where it was made elsewhere. */
  readonly version: string;
  readonly predictor: BatchPredictor;
  /** Whether a moved price moves its predictions. */
  readonly usesPrices: boolean;
  /** The imported name of a live team; the name itself where it knows none like it. */
  readonly teamName: (competition: string, name: string) => string;
  readonly knows: ColumnSource['knows'];
  /** Told the results of each day since its training. */
  readonly observe: ColumnSource['observe'];
  readonly release: () => Promise<void>;
};

/** The practice market's sport: simulated, so that no model was trained on its leagues. */
const isPractice = ({ sport }: SportingEvent): boolean => sport.startsWith('practice_');

export function createLiveModel(
  opened: Extract<OpenedModel, { ok: true }>,
  role: LiveModel['role'],
  clock: Pick<Clock, 'monotonic'>,
): LiveModel | { readonly problem: string } {
  const { manifest, version, session, snapshot } = opened;
  const columns = columnsOf(manifest);
  if (!columns.ok) return { problem: columns.message };
  const source = columns.start(snapshot);
  const names = new Map<string, string>();
  return {
    id: manifest.id,
    manifest,
    role,
    version: version.trainedTo ?? version.onnx.sha256.slice(0, 12),
    predictor: createBatchPredictor({ source, session, clock }),
    usesPrices:
      manifest.input.featureSet !== null && featureSet(manifest.input.featureSet)?.resultsOnly === false,
    teamName(competition, name) {
      const key = `${competition}|${name}`;
      const known = names.get(key) ?? matchTeam(name, source.teams(competition)) ?? name;
      names.set(key, known);
      return known;
    },
    knows: source.knows,
    observe: source.observe,
    release: () => session.release(),
  };
}

/** Whether the model was made for such an event at all. */
export function covers(
  { manifest }: Pick<LiveModel, 'manifest'>,
  event: SportingEvent,
  competition: string,
): boolean {
  if (sportOfKey(event.sport) !== manifest.sport) return false;
  return (
    isPractice(event) || manifest.competitions.length === 0 || manifest.competitions.includes(competition)
  );
}

/** Whether it has something to go by: prices, or both sides' past. */
export const canPredict = (model: LiveModel, fixture: Fixture): boolean =>
  model.usesPrices ? fixture.odds.some(({ market }) => market === 'match-odds') : model.knows(fixture);
