import type { Judgement, ModelEntry } from '../../../../shared/contract/models.ts';
import { MODEL_TARGETS, type ModelState, slotOf, TARGETS } from '../../../../shared/domain/model.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { type Manifest, newestVersion, type RegisteredModel } from '../../inference/registry/index.ts';

/** What serving and drift have last said about a model. */
export type ModelReport = {
  readonly serving: ModelEntry['serving'];
  readonly drift: ModelEntry['drift'];
  readonly driftByColumn: Judgement['drift'];
  /** A failure of the running model. */
  readonly problem: string | null;
};
export const NO_REPORT: ModelReport = { serving: null, drift: null, driftByColumn: [], problem: null };

/** Of a folder that can't be read there is no telling. */
const UNKNOWN_SLOT = 'unknown/number';

/** Why a sound model can't price live events; `null` where it can. */
export function whyNotLive({ target, input, id }: Manifest): string | null {
  if (TARGETS[target].market === null)
    return `${id} gives a number, which prices no market: it is used by \`overround predict\`, not live.`;
  if (input.featureSet === null && input.teams === null)
    return `${id} takes its columns from a CSV of numbers, which live events don't bring: it is used by \`overround predict\`, or import it with its columns mapped to a feature set.`;
  return null;
}

type EntryOf = {
  readonly model: RegisteredModel;
  readonly state: ModelState;
  readonly report: ModelReport;
  /** As it was last known; for a model whose manifest can't be read. */
  readonly slot: string | undefined;
};

const placeholder = (
  id: string,
  slot: string,
  state: ModelState,
): Omit<ModelEntry, 'origin' | 'problem' | 'description'> => {
  const cut = slot.lastIndexOf('/');
  const target = MODEL_TARGETS.find((name) => name === slot.slice(cut + 1)) ?? 'number';
  return {
    id,
    name: id,
    sport: slot.slice(0, cut),
    target,
    slot,
    outcomes: [],
    learner: 'unknown',
    parameters: {},
    calibration: 'none',
    featureSet: null,
    columns: [],
    competitions: [],
    state,
    trainedFrom: null,
    trainedTo: null,
    rows: 0,
    versions: 0,
    opset: 0,
    ir: 0,
    sha256: '',
    bytes: 0,
    createdAt: 0 as EpochMs,
    overall: null,
    serving: null,
    drift: null,
  };
};

/** A model that stands somewhere, and whose folder is gone. */
export const missingEntry = (id: string, slot: string, state: ModelState): ModelEntry => ({
  ...placeholder(id, slot, state),
  description: '',
  origin: 'trained',
  problem: `The folder of ${id} is gone: put it back and start again, or retire the model.`,
});

/** A model as the list shows it. */
export function modelEntry({ model, state, report, slot }: EntryOf): ModelEntry {
  const { manifest, folder } = model;
  const problem = model.problem ?? report.problem;
  if (manifest === null)
    return {
      ...placeholder(folder.id, slot ?? UNKNOWN_SLOT, state),
      description: '',
      origin: folder.owner === 'shipped' ? 'shipped' : 'trained',
      problem,
    };
  const newest = newestVersion(manifest);
  const origin = manifest.origin === 'shipped' ? 'trained' : manifest.origin;
  return {
    id: manifest.id,
    name: manifest.name,
    description: manifest.description,
    sport: manifest.sport,
    target: manifest.target,
    slot: slotOf(manifest),
    outcomes: manifest.outcomes,
    // Whoever made it: what lies with the program came with it, and what lies with the user did not.
    origin: folder.owner === 'shipped' ? 'shipped' : origin,
    learner: manifest.learner,
    parameters: manifest.parameters,
    calibration: manifest.calibration,
    featureSet: manifest.input.featureSet,
    columns: manifest.input.columns,
    competitions: manifest.competitions,
    state,
    trainedFrom: newest.trainedFrom,
    trainedTo: newest.trainedTo,
    rows: newest.rows,
    versions: manifest.versions.length,
    opset: manifest.opset,
    ir: manifest.ir,
    sha256: newest.onnx.sha256,
    bytes: newest.onnx.bytes,
    createdAt: manifest.createdAt as EpochMs,
    overall: manifest.judgement?.overall ?? null,
    problem,
    serving: report.serving,
    drift: report.drift,
  };
}
