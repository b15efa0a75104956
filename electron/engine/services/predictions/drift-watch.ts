import type { Judgement, ModelEntry } from '../../../../shared/contract/models.ts';
import {
  CALIBRATION_LEAST,
  type CalibrationDrift,
  calibrationDrift,
  PSI_ALERT,
  PSI_LEAST_ROWS,
  populationStability,
} from '../../../../shared/domain/drift.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Manifest } from '../../inference/registry/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { Models } from '../models/models.ts';

/** Inputs of so many days are held against training. */
const DAYS = 30;
/** Settled predictions whose calibration is held against training. */
const SETTLED = 500;
const LOOK_MS = 60_000;

export type Drift = {
  readonly drift: ModelEntry['drift'];
  readonly driftByColumn: Judgement['drift'];
};

/** How far a model's inputs and its calibration have moved since training; `drift` is `null` while too little is known. */
export function measureDrift(
  store: Pick<ModelStore, 'featureCounts' | 'settled'>,
  manifest: Manifest,
  mode: Mode,
  since: string,
): Drift {
  const reference = new Map(manifest.judgement?.reference.map((entry) => [entry.column, entry]));
  const driftByColumn = store
    .featureCounts(manifest.id, mode, since)
    .flatMap(({ column, counts }) => {
      const known = reference.get(column);
      const rows = counts.reduce((sum, count) => sum + count, 0);
      return known === undefined || rows < PSI_LEAST_ROWS
        ? []
        : [{ column, psi: populationStability(known, counts) }];
    })
    .sort((a, b) => b.psi - a.psi);
  const settled = store.settled(manifest.id, mode, SETTLED);
  const trained = manifest.judgement?.overall.model.ece;
  const calibration =
    settled.length < CALIBRATION_LEAST || trained === undefined ? null : calibrationDrift(settled, trained);
  const most = driftByColumn[0];
  if (most === undefined && calibration === null) return { drift: null, driftByColumn };
  const psi = most?.psi ?? 0;
  return {
    drift: {
      psi,
      column: most?.column ?? '',
      calibration: calibration?.excess ?? null,
      alert: alertOf(psi, most?.column ?? '', calibration, settled.length),
    },
    driftByColumn,
  };
}

function alertOf(
  psi: number,
  column: string,
  calibration: CalibrationDrift | null,
  settled: number,
): string | null {
  const alerts = [
    psi > PSI_ALERT
      ? `${column} is no longer what it was in training (PSI ${psi.toFixed(2)}): check its source, or train again.`
      : '',
    calibration?.isAlarming
      ? `Over the last ${settled} settled matches its calibration error is ${(100 * calibration.excess).toFixed(1)} points worse than in training, beyond chance: roll back, or train again.`
      : '',
  ].filter((alert) => alert !== '');
  return alerts.length === 0 ? null : alerts.join(' ');
}

/** Measures every champion and shadow each minute; the function stops it. */
export function watchDrift(deps: {
  readonly models: Pick<Models, 'entries' | 'manifest' | 'report'>;
  readonly store: Pick<ModelStore, 'featureCounts' | 'settled'>;
  readonly mode: Mode;
  /** Market time: days are counted by it. */
  readonly clock: Pick<Clock, 'now'>;
  readonly wall: Clock;
  readonly guard: (name: string, task: () => void) => void;
}): () => void {
  const { models, store, mode, clock, wall, guard } = deps;
  const look = (): void => {
    const since = new Date(clock.now() - DAYS * 86_400_000).toISOString().slice(0, 10);
    for (const { id, state } of models.entries()) {
      const manifest = state === 'champion' || state === 'shadow' ? models.manifest(id) : undefined;
      if (manifest !== undefined) models.report(id, measureDrift(store, manifest, mode, since));
    }
  };
  return wall.every(LOOK_MS, () => guard('drift', look));
}
