import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KeptRun } from '../../../../../../electron/engine/ports/run-store.ts';
import {
  type ModelDatabase,
  openModelDatabase,
} from '../../../../../../electron/engine/storage/models/index.ts';
import type { EpochMs, MinorUnits } from '../../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../../support/data-folder.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { trainRun } from '../../../../../support/sample-models.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let folder: DataFolder;
const opened: ModelDatabase[] = [];
beforeEach(() => {
  folder = createDataFolder();
  return () => {
    for (const database of opened.splice(0)) database.close();
    folder.remove();
  };
});
const tryOpen = () =>
  openModelDatabase({ paths: folder, clock: createManualClock(), log: createSilentLog() });
function open(): ModelDatabase {
  const database = tryOpen();
  if (!database.ok) throw new Error(database.message);
  opened.push(database);
  return database;
}

const at = (ms: number) => ms as EpochMs;
const run = (id: string, more: Partial<KeptRun> = {}): KeptRun => {
  const { removed: _removed, ...kept } = trainRun(id);
  return { ...kept, ...more };
};
const champion = (modelId: string) => ({ modelId, slot: 's/winner', state: 'champion' }) as const;

describe('models.db', () => {
  it('may be open twice, and each sees what the other has written', () => {
    const engine = open();
    const command = open();
    const before = engine.models.foreignChanges();
    engine.models.saveState(champion('own'));
    expect(engine.models.foreignChanges()).toBe(before);
    command.models.transaction(() => {
      command.models.saveState({ ...champion('own'), state: 'retired' });
      command.models.saveState(champion('other'));
    });
    expect(engine.models.foreignChanges()).not.toBe(before);
    expect(engine.models.states()).toEqual([champion('other'), { ...champion('own'), state: 'retired' }]);
  });

  it('keeps nothing of a transaction that fails', () => {
    const { models } = open();
    expect(() =>
      models.transaction(() => {
        models.saveState(champion('a'));
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(models.states()).toEqual([]);
  });

  it('has room for one champion a slot', () => {
    const { models } = open();
    models.saveState(champion('a'));
    expect(() => models.saveState(champion('b'))).toThrow(expect.objectContaining({ code: 'invalid' }));
    models.saveState({ ...champion('b'), slot: 't/winner' });
  });

  it('restores its newest backup when it is damaged, and says what to check', () => {
    const first = open();
    first.models.saveState(champion('a'));
    first.close();
    expect(readdirSync(folder.backups)).toHaveLength(1);
    writeFileSync(join(folder.data, 'models.db'), 'not a database at all '.repeat(100));
    const { models, notices } = open();
    expect(models.state('a')?.state).toBe('champion');
    expect(notices).toMatchObject([
      { code: 'restored', message: expect.stringContaining('which models are champions') },
    ]);
  });

  it('is backed up when it has changed, and once', () => {
    const { models, backup } = open();
    const before = readdirSync(folder.backups).length;
    backup();
    expect(readdirSync(folder.backups)).toHaveLength(before);
    models.saveState(champion('a'));
    backup();
    backup();
    expect(readdirSync(folder.backups)).toHaveLength(before + 1);
  });

  it('is refused untouched when a newer program wrote it', () => {
    open().close();
    const db = new Database(join(folder.data, 'models.db'));
    db.pragma('user_version = 99');
    db.close();
    expect(tryOpen()).toMatchObject({ ok: false, code: 'future-version' });
  });
});

describe('runs', () => {
  it('come back as they were saved, newest first, whoever asks', () => {
    const { runs } = open();
    runs.save(run('run-00000001', { createdAt: at(1) }), at(10));
    runs.save(run('run-00000002', { createdAt: at(2), figures: { logLoss: 0.97 }, resumable: true }), at(11));
    runs.save(run('run-00000001', { createdAt: at(1), state: 'done', share: 1, modelId: 'm' }), at(12));
    expect(open().runs.list()).toEqual([
      {
        ...run('run-00000002', { createdAt: at(2), figures: { logLoss: 0.97 }, resumable: true }),
        savedAt: 11,
      },
      { ...run('run-00000001', { createdAt: at(1), state: 'done', share: 1, modelId: 'm' }), savedAt: 12 },
    ]);
  });

  it('keep their result and their files until they are removed', () => {
    const { runs } = open();
    const result = { kind: 'train', modelId: 'm', trials: [{ l2: 1 }] } as const;
    expect(() => runs.saveResult('run-00000001', { ...result, trials: [] })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    runs.save(run('run-00000001'), at(1));
    expect(runs.result('run-00000001')).toBeUndefined();
    runs.saveResult('run-00000001', { ...result, trials: [{ l2: 1 }] });
    runs.save(run('run-00000001', { state: 'done' }), at(2));
    expect(runs.result('run-00000001')).toEqual(result);
    const files = runs.folder('run-00000001');
    writeFileSync(join(files, 'checkpoint.json'), '{}');
    runs.remove('run-00000001');
    expect(runs.list()).toEqual([]);
    expect(existsSync(files)).toBe(false);
  });

  it('of a form that is not known are left out and told of', () => {
    const log = createSilentLog();
    const database = openModelDatabase({ paths: folder, clock: createManualClock(), log });
    if (!database.ok) throw new Error(database.message);
    opened.push(database);
    database.runs.save(run('run-00000001'), at(1));
    const db = new Database(join(folder.data, 'models.db'));
    db.exec(`UPDATE runs SET spec = '{"kind":"dream"}'`);
    db.close();
    expect(database.runs.list()).toEqual([]);
    expect(database.runs.run('run-00000001')).toBeUndefined();
  });

  it('have folders nowhere else', () => {
    const { runs } = open();
    for (const id of ['../../x', '..', 'a/b']) {
      expect(() => runs.folder(id)).toThrow(expect.objectContaining({ code: 'invalid' }));
      expect(() => runs.remove(id)).toThrow(expect.objectContaining({ code: 'invalid' }));
    }
  });

  it('keep large results whole', () => {
    const { runs } = open();
    runs.save(run('run-00000001'), at(1));
    const group = {
      group: 'E0',
      bets: 1,
      staked: 1 as MinorUnits,
      profit: 0 as MinorUnits,
      yield: 0,
      clv: null,
    };
    const equity = Array.from({ length: 2000 }, (_, i) => ({
      day: '2020-01-01',
      bets: i,
      profit: 0 as MinorUnits,
      expected: 0 as MinorUnits,
      bank: 0 as MinorUnits,
      drawdown: 0 as MinorUnits,
    }));
    const summary = {
      ...{ matches: 1, priced: 1, bets: 1, won: 0, staked: 1, profit: 0, yield: 0, yieldLow: null },
      ...{ yieldHigh: null, p: null, expected: 0, averageOdds: null, finalBank: 0, maxDrawdown: 0 },
      ...{ maxDrawdownShare: 0, longestLosingRun: 0, turnover: 0, clv: null, clvCoverage: 0, skipped: 0 },
    } as never;
    const result = {
      kind: 'backtest',
      summary,
      equity,
      byCompetition: [group],
      bySeason: [],
      byOddsBand: [],
    } as const;
    runs.saveResult('run-00000001', { ...result, byCompetition: [group], bySeason: [], byOddsBand: [] });
    expect(runs.result('run-00000001')).toEqual(result);
  });
});

describe('what serving remembers', () => {
  const settled = (eventId: string, ms: number) =>
    ({
      modelId: 'm',
      mode: 'paper',
      eventId,
      version: '2023-05-28',
      probabilities: [0.5, 0.3, 0.2],
      observed: 1,
      at: at(ms),
    }) as const;

  it('keeps settled predictions once, by mode, newest first', () => {
    const { models } = open();
    models.saveSettled([settled('a', 1), settled('b', 2)]);
    models.saveSettled([
      { ...settled('a', 3), observed: 2 },
      { ...settled('a', 4), mode: 'practice' },
    ]);
    expect(models.settled('m', 'paper', 10)).toEqual([{ ...settled('a', 3), observed: 2 }, settled('b', 2)]);
    expect(models.settled('m', 'practice', 10)).toHaveLength(1);
    expect(models.settled('m', 'paper', 1)).toHaveLength(1);
  });

  it('lets the oldest predictions go beyond five thousand', () => {
    const { models } = open();
    models.saveSettled(Array.from({ length: 5_010 }, (_, i) => settled(`e${i}`, i)));
    const kept = models.settled('m', 'paper', 10_000);
    expect(kept).toHaveLength(5_000);
    expect(kept.at(-1)?.eventId).toBe('e10');
  });

  it('adds up feature counts over the days asked for', () => {
    const { models } = open();
    const counts = [1, 2, 0, 0, 0, 0, 0, 0, 0, 3, 4];
    models.addFeatureCounts('m', 'paper', '2026-01-01', [{ column: 'elo', counts }]);
    models.addFeatureCounts('m', 'paper', '2026-01-02', [{ column: 'elo', counts }]);
    models.addFeatureCounts('m', 'paper', '2026-01-02', [{ column: 'elo', counts }]);
    expect(models.featureCounts('m', 'paper', '2026-01-02')).toEqual([
      { column: 'elo', counts: counts.map((count) => 2 * count) },
    ]);
    expect(models.featureCounts('m', 'paper', '2026-01-01')[0]?.counts[10]).toBe(12);
    expect(models.featureCounts('m', 'practice', '2026-01-01')).toEqual([]);
  });

  it('is forgotten with a removed model, its changes are not', () => {
    const { models } = open();
    models.saveState({ ...champion('m'), state: 'draft' });
    models.addReign({ slot: 's/winner', modelId: 'm' });
    models.addChange({
      ...champion('m'),
      at: at(1),
      from: 'draft',
      to: 'shadow',
      actor: 'user',
      action: 'x',
    } as never);
    models.saveSettled([settled('a', 1)]);
    models.addFeatureCounts('m', 'paper', '2026-01-01', [{ column: 'elo', counts: [1] }]);
    models.forget('m');
    expect(models.state('m')).toBeUndefined();
    expect(models.settled('m', 'paper', 10)).toEqual([]);
    expect(models.featureCounts('m', 'paper', '2026-01-01')).toEqual([]);
    expect(models.reigns('s/winner')).toMatchObject([{ modelId: null }]);
    expect(models.changes(10)).toHaveLength(1);
  });
});
