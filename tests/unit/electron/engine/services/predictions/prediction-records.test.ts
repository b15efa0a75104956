import { beforeEach, describe, expect, it } from 'vitest';
import {
  measureDrift,
  watchDrift,
} from '../../../../../../electron/engine/services/predictions/drift-watch.ts';
import { createPredictionRecords } from '../../../../../../electron/engine/services/predictions/prediction-records.ts';
import type { StandingPrediction } from '../../../../../../electron/engine/services/predictions/standing-prediction.ts';
import { openModelDatabase } from '../../../../../../electron/engine/storage/models/index.ts';
import type { ModelEntry } from '../../../../../../shared/contract/models.ts';
import type { EventId } from '../../../../../../shared/domain/units.ts';
import { createDataFolder } from '../../../../../support/data-folder.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { event } from '../../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const reference = [{ column: 'elo', edges: [1, 2, 3, 4, 5, 6, 7, 8, 9], missing: 0 }];
const overall = {
  model: { n: 1000, logLoss: 1, rps: 0.2, brier: 0.6, ece: 0.01, accuracy: 0.5 },
  market: null,
  group: 'all',
};
const manifest = {
  id: 'goals',
  target: 'match-odds',
  input: { columns: ['form', 'elo'] },
  judgement: { overall, reference },
} as unknown as StandingPrediction['model']['manifest'];
const standing = (eventId: string, elo = 4.5): StandingPrediction =>
  ({
    model: { id: 'goals', manifest, version: '2023-06-30' },
    eventId: eventId as EventId,
    probabilities: [0.5, 0.3, 0.2],
    inputs: Float32Array.of(Number.NaN, elo),
    at: 1,
  }) as unknown as StandingPrediction;

const clock = createManualClock();
let stood: readonly StandingPrediction[] = [];
let opened: Extract<ReturnType<typeof openModelDatabase>, { ok: true }>;
let records: ReturnType<typeof createPredictionRecords>;
beforeEach(() => {
  const folder = createDataFolder();
  const found = openModelDatabase({ paths: folder, clock, log: createSilentLog() });
  if (!found.ok) throw new Error(found.message);
  opened = found;
  stood = [];
  records = createPredictionRecords({
    store: opened.models,
    live: { standingOf: () => stood },
    mode: 'paper',
    clock,
  });
  return () => {
    opened.close();
    folder.remove();
  };
});
const play = (id: string, home: number, away: number, elo?: number): void => {
  stood = [standing(id, elo)];
  const match = event({ id: id as EventId });
  records.started(match);
  records.changed({ ...match, status: 'ended', score: { home, away, at: clock.now() } });
};

describe('what was predicted', () => {
  it('is settled by the result, as it stood at the start', () => {
    play('e1', 0, 0);
    expect(opened.models.settled('goals', 'paper', 10)).toEqual([
      {
        modelId: 'goals',
        mode: 'paper',
        eventId: 'e1',
        version: '2023-06-30',
        probabilities: [0.5, 0.3, 0.2],
        observed: 1,
        at: 1,
      },
    ]);
    expect(opened.models.keptPredictions('paper', 'e1')).toEqual([]);
    expect(opened.models.settled('goals', 'practice', 10)).toEqual([]);
  });

  it('waits for its result, with what it was made of', () => {
    stood = [standing('e1')];
    records.started(event({ id: 'e1' as EventId }));
    records.changed(event({ id: 'e1' as EventId, status: 'live' }));
    expect(opened.models.keptPredictions('paper', 'e1')).toMatchObject([
      { modelId: 'goals', target: 'match-odds', inputs: [null, 4.5] },
    ]);
    expect(opened.models.settled('goals', 'paper', 10)).toEqual([]);
  });

  it('is not settled twice', () => {
    play('e1', 1, 0);
    records.changed(
      event({ id: 'e1' as EventId, status: 'ended', score: { home: 0, away: 1, at: clock.now() } }),
    );
    expect(opened.models.settled('goals', 'paper', 10).map(({ observed }) => observed)).toEqual([0]);
  });
});

describe('drift', () => {
  const measure = () => measureDrift(opened.models, manifest, 'paper', '2000-01-01');

  it('says nothing of a handful', () => {
    play('e1', 1, 0);
    expect(measure()).toEqual({ drift: null, driftByColumn: [] });
  });

  it('is nothing while inputs and results are those of training', () => {
    for (let i = 0; i < 400; i += 1) play(`e${i}`, i % 10 < 5 ? 1 : 0, i % 10 >= 8 ? 2 : 0, (i % 10) + 0.5);
    const { drift, driftByColumn } = measure();
    expect(driftByColumn).toEqual([{ column: 'elo', psi: expect.closeTo(0, 10) as number }]);
    expect(drift).toMatchObject({ column: 'elo', alert: null });
    // Exactly calibrated: better than chance would have it.
    expect(drift?.calibration).toBeLessThan(-0.01);
  });

  it('raises an alert when the inputs are of another world', () => {
    for (let i = 0; i < 320; i += 1) play(`e${i}`, i % 10 < 5 ? 1 : 0, i % 10 >= 8 ? 2 : 0, 20);
    expect(measure().drift?.psi).toBeGreaterThan(2);
    expect(measure().drift?.alert).toContain('elo is no longer what it was in training');
  });

  it('raises an alert when what is predicted does not come', () => {
    for (let i = 0; i < 120; i += 1) play(`e${i}`, 0, 3, (i % 10) + 0.5);
    expect(measure().drift?.calibration).toBeGreaterThan(0.3);
    expect(measure().drift?.alert).toContain('calibration error');
  });

  it('is measured each minute for those at work', () => {
    for (let i = 0; i < 120; i += 1) play(`e${i}`, 0, 3, 20);
    const reports: string[] = [];
    const stop = watchDrift({
      models: {
        entries: () => [
          { id: 'goals', state: 'shadow' } as ModelEntry,
          { id: 'other', state: 'draft' } as ModelEntry,
        ],
        manifest: () => manifest,
        report: (id, { drift }) => void reports.push(`${id} ${drift?.alert === null}`),
      },
      store: opened.models,
      mode: 'paper',
      clock,
      wall: clock,
      guard: (_name, task) => task(),
    });
    clock.advance(60_000);
    expect(reports).toEqual(['goals false']);
    stop();
    clock.advance(120_000);
    expect(reports).toHaveLength(1);
  });
});
