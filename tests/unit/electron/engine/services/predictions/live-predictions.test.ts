import { beforeEach, describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../../electron/engine/book/index.ts';
import type { ModelSession } from '../../../../../../electron/engine/inference/onnx/session.ts';
import type { OpenedModel } from '../../../../../../electron/engine/inference/registry/index.ts';
import type { ModelReport } from '../../../../../../electron/engine/services/models/model-entry.ts';
import { createLivePredictions } from '../../../../../../electron/engine/services/predictions/live-predictions.ts';
import { createTopic } from '../../../../../../electron/engine/services/topic.ts';
import { createTopics } from '../../../../../../electron/engine/services/topics.ts';
import type { ModelEntry, Prediction } from '../../../../../../shared/contract/models.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { MarketId } from '../../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { bookmaker, event, market, quote } from '../../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const pinnacle = bookmaker('pinnacle');
const match = event({ sport: 'soccer_epl', home: 'Reds', away: 'Blues' });
const odds = market(match);
/** Promises of fake sessions are settled within a few turns. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

type Fake = { id: string; state: ModelEntry['state']; featureSet: string; run: ModelSession['run'] };
const says =
  (...p: readonly number[]): ModelSession['run'] =>
  async (_x, rows, out) => {
    for (let row = 0; row < rows; row += 1) out.set(p, row * p.length);
  };

/** An engine's book with models in it; `advance` moves both clocks on and lets batches finish. */
function desk(fakes: Fake[]) {
  const clock = createManualClock();
  const book = createMarketBook();
  const topics = createTopics();
  const changes = createTopic<ModelEntry>();
  const reports = new Map<string, Partial<ModelReport>>();
  const released: string[] = [];
  const missing = new Set<string>();
  const entry = ({ id, state }: Fake) => ({ id, state, sha256: 'f'.repeat(64) }) as ModelEntry;
  const open = async (id: string): Promise<OpenedModel> => {
    const fake = missing.has(id) ? undefined : fakes.find((each) => each.id === id);
    if (fake === undefined) return { ok: false, message: 'gone' };
    const columns = fake.featureSet === 'none' ? ['home', 'away'] : ['elo', 'form'];
    return {
      ok: true,
      manifest: {
        id,
        sport: 'football',
        target: 'match-odds',
        outcomes: ['home', 'draw', 'away'],
        competitions: [],
        input: {
          name: 'x',
          featureSet: fake.featureSet === 'none' ? null : fake.featureSet,
          columns,
          teams: fake.featureSet === 'none' ? ['Reds', 'Blues'] : null,
        },
        output: { name: 'y', kind: 'probabilities' },
        versions: [{ onnx: { sha256: 'f'.repeat(64) } }],
        judgement: null,
      } as unknown as Extract<OpenedModel, { ok: true }>['manifest'],
      version: { trainedTo: '2023-06-30' } as Extract<OpenedModel, { ok: true }>['version'],
      session: {
        columns: columns.length,
        classes: 3,
        run: (...args) => fake.run(...args),
        release: async () => void released.push(id),
      },
      snapshot: null,
    };
  };
  const live = createLivePredictions({
    book,
    models: {
      ready: Promise.resolve(),
      entries: () => fakes.map(entry),
      changes,
      open,
      report: (id, news) => void reports.set(id, { ...reports.get(id), ...news }),
    },
    topics,
    clock,
    wall: clock,
    log: createSilentLog(),
    history: { historicalSeasons: () => [], historicalMatches: () => [] },
    maximumQuoteAgeMs: () => 10_000,
    bookName: (id) => id,
  });
  const told: Prediction[] = [];
  const championTold: MarketId[] = [];
  live.changes.subscribe((row) => told.push(row));
  live.championChanges.subscribe((id) => championTold.push(id));
  const introduce = (of: SportingEvent) => {
    book.saveEvent(of, of.id === odds.eventId ? [odds] : []);
    topics.fixtures.publish({ event: of, markets: [odds], retired: false });
  };
  const price = (home: number, draw: number, away: number) => {
    [home, draw, away].forEach((value, i) => {
      const times = { receivedAt: clock.now(), sourceTime: clock.now() };
      book.apply(quote(odds, i, pinnacle, value, times), new Set());
    });
    topics.markets.publish(odds.id);
  };
  const advance = async (ms = 250) => {
    await settle();
    clock.advance(ms);
    await settle();
  };
  book.saveBooks([pinnacle]);
  return {
    live,
    told,
    championTold,
    reports,
    released,
    fakes,
    missing,
    changes,
    book,
    topics,
    clock,
    introduce,
    price,
    advance,
  };
}

const champion = (run = says(0.5, 0.3, 0.2)): Fake => ({
  id: 'goals',
  state: 'champion',
  featureSet: 'none',
  run,
});

describe('models on live events', () => {
  let steps: ReturnType<typeof desk>;
  beforeEach(() => {
    steps = desk([champion()]);
    return () => steps.live.stop();
  });

  it('tell one row a selection, with fair odds, range and validity', async () => {
    steps.introduce(match);
    await steps.advance();
    expect(steps.told).toHaveLength(3);
    expect(steps.told[0]).toMatchObject({
      selectionId: odds.selections[0]?.id,
      modelId: 'goals',
      version: '2023-06-30',
      role: 'champion',
      fairOdds: 20_000,
      knowsSides: true,
      validUntil: match.startsAt,
    });
    expect(steps.told.map(({ probability }) => Number(probability.toFixed(6)))).toEqual([0.5, 0.3, 0.2]);
    expect(steps.told.every(({ low, high, probability }) => low < probability && probability < high)).toBe(
      true,
    );
    expect(steps.live.champion(odds.id)?.model.id).toBe('goals');
    expect([...steps.live.predictions()]).toEqual(steps.told);
  });

  it('keep the inputs of what stands', async () => {
    steps.introduce(match);
    await steps.advance();
    expect([...(steps.live.standing(match.id, 'goals')?.inputs ?? [])]).toEqual([0, 1]);
  });

  it('say nothing of sides they do not know, of other sports, and of matches under way', async () => {
    steps.introduce({ ...match, home: 'Strangers' });
    await steps.advance();
    steps.introduce({ ...match, sport: 'basketball_nba' });
    await steps.advance();
    steps.introduce({ ...match, status: 'live' });
    await steps.advance();
    expect(steps.told).toEqual([]);
  });

  it('say why they say nothing', async () => {
    steps.introduce({ ...match, home: 'Strangers' });
    await steps.advance(1_000);
    expect(steps.reports.get('goals')?.serving?.note).toContain('both sides of none of the 1 events');
    steps.introduce(match);
    await steps.advance();
    await steps.advance(1_000);
    expect(steps.reports.get('goals')?.serving?.note).toBeNull();
    steps.introduce({ ...match, sport: 'basketball_nba' });
    await steps.advance();
    await steps.advance(1_000);
    expect(steps.reports.get('goals')?.serving?.note).toContain('No event in view');
  });

  it('know a live team by its imported name', async () => {
    steps.introduce({ ...match, home: 'Reds FC' });
    await steps.advance();
    expect(steps.told).toHaveLength(3);
  });

  it('keep what stood at the start, and forget it with the event', async () => {
    steps.introduce(match);
    await steps.advance();
    steps.introduce({ ...match, status: 'live' });
    await steps.advance();
    expect(steps.live.standingOf(match.id)).toHaveLength(1);
    steps.topics.fixtures.publish({ event: match, markets: [], retired: true });
    expect(steps.live.standingOf(match.id)).toEqual([]);
    expect(steps.live.champion(odds.id)).toBeUndefined();
  });

  it('step back to the line when they fail, and return when they work again', async () => {
    steps.introduce(match);
    await steps.advance();
    const [fake] = steps.fakes;
    if (fake === undefined) throw new Error('no model');
    fake.run = async () => {
      throw new Error('out of memory');
    };
    steps.introduce(match);
    await steps.advance();
    expect(steps.live.champion(odds.id)).toBeUndefined();
    expect(steps.championTold.at(-1)).toBe(odds.id);
    expect(steps.told.at(-1)?.withdrawn).toBe(true);
    expect(steps.reports.get('goals')?.problem).toContain('out of memory');

    fake.run = says(0.6, 0.2, 0.2);
    await steps.advance(1_000);
    expect(steps.live.champion(odds.id)).toBeUndefined();
    await steps.advance(5_000);
    expect(steps.live.champion(odds.id)?.probabilities[0]).toBeCloseTo(0.6, 6);
    expect(steps.reports.get('goals')?.problem).toBeNull();
    await steps.advance(1_000);
    expect(steps.reports.get('goals')?.serving).toMatchObject({ failures: 1, predictions: 2 });
  });

  it('do not pass on what are no probabilities', async () => {
    const [fake] = steps.fakes;
    if (fake) fake.run = says(0.5, 0.5, 0.5);
    steps.introduce(match);
    await steps.advance();
    expect(steps.told).toEqual([]);
    expect(steps.reports.get('goals')?.problem).toContain('sum to 1.5');
  });

  it('leave out a match they have no probabilities for, and price the others', async () => {
    const second = { ...match, id: 'test:e2' } as typeof match;
    const other = market(second);
    const [fake] = steps.fakes;
    if (fake)
      fake.run = async (_x, rows, out) => {
        out.fill(Number.NaN, 0, rows * 3);
        out.set([0.5, 0.3, 0.2], (rows - 1) * 3);
      };
    steps.book.saveEvent(match, [odds]);
    steps.book.saveEvent(second, [other]);
    for (const event of [match, second])
      steps.topics.fixtures.publish({ event, markets: [], retired: false });
    await steps.advance();
    expect(steps.live.champion(odds.id)).toBeUndefined();
    expect(steps.live.champion(other.id)?.probabilities[0]).toBeCloseTo(0.5, 6);
    await steps.advance(1_000);
    expect(steps.reports.get('goals')?.serving).toMatchObject({ failures: 1 });
  });

  it('say nothing of a match that went while they were at it', async () => {
    let answer = () => {};
    const [fake] = steps.fakes;
    if (fake)
      fake.run = async (_x, _rows, out) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        out.set([0.5, 0.3, 0.2]);
      };
    // The warm-up's batch first.
    await settle();
    answer();
    await settle();
    steps.introduce(match);
    await steps.advance();
    steps.book.retire(match.id);
    steps.topics.fixtures.publish({ event: match, markets: [], retired: true });
    answer();
    await settle();
    expect([...steps.live.predictions()]).toEqual([]);
    expect(steps.live.champion(odds.id)).toBeUndefined();
  });

  it('tell of every row that goes with its event', async () => {
    steps.introduce(match);
    await steps.advance();
    steps.topics.fixtures.publish({ event: match, markets: [], retired: true });
    expect(steps.told.slice(3).map(({ withdrawn }) => withdrawn)).toEqual([true, true, true]);
    expect(steps.championTold.at(-1)).toBe(odds.id);
  });

  it('are opened when promoted and closed when retired', async () => {
    const [fake] = steps.fakes;
    if (fake === undefined) throw new Error('no model');
    steps.introduce(match);
    await steps.advance();
    fake.state = 'retired';
    steps.changes.publish({ id: 'goals' } as ModelEntry);
    await steps.advance();
    expect(steps.released).toEqual(['goals']);
    expect(steps.live.champion(odds.id)).toBeUndefined();
    expect(steps.reports.get('goals')?.serving).toBeNull();

    fake.state = 'champion';
    steps.changes.publish({ id: 'goals' } as ModelEntry);
    await steps.advance();
    expect(steps.live.champion(odds.id)).toBeDefined();
  });

  it('are released on stopping', async () => {
    await steps.advance();
    await steps.live.stop();
    expect(steps.released).toEqual(['goals']);
  });
});

describe('a model that can not be opened', () => {
  it('is tried again until it can', async () => {
    const steps = desk([champion()]);
    steps.missing.add('goals');
    steps.introduce(match);
    await steps.advance();
    expect(steps.live.champion(odds.id)).toBeUndefined();
    steps.missing.delete('goals');
    await steps.advance(5_000);
    await steps.advance();
    expect(steps.live.champion(odds.id)?.model.id).toBe('goals');
    await steps.live.stop();
  });
});

describe('a shadow', () => {
  it('predicts beside the champion and never for it', async () => {
    const steps = desk([
      champion(),
      { id: 'rival', state: 'shadow', featureSet: 'none', run: says(0.1, 0.1, 0.8) },
    ]);
    steps.introduce(match);
    await steps.advance();
    expect(steps.told).toHaveLength(6);
    expect(steps.live.champion(odds.id)?.model.id).toBe('goals');
    expect(steps.live.standing(match.id, 'rival')?.probabilities[2]).toBeCloseTo(0.8, 6);
    await steps.live.stop();
  });
});

describe('a model that goes by prices', () => {
  const byPrices = (): Fake => ({
    id: 'market',
    state: 'champion',
    featureSet: 'football-market@1',
    run: says(0.4, 0.3, 0.3),
  });

  it('waits for prices, follows them, and expires with them', async () => {
    const steps = desk([byPrices()]);
    steps.introduce(match);
    await steps.advance();
    expect(steps.told).toEqual([]);
    steps.price(2, 3.4, 4);
    await steps.advance();
    expect(steps.told).toHaveLength(3);
    expect(steps.told[0]?.validUntil).toBe(steps.clock.now() + 10_000);
    expect(steps.told[0]?.knowsSides).toBe(false);
    steps.price(2.1, 3.4, 3.8);
    await steps.advance();
    expect(steps.told).toHaveLength(6);
    // Nothing is heard any more: looked at again half-way, then nothing is fresh.
    await steps.advance(5_500);
    await steps.advance(5_500);
    await steps.advance(250);
    expect(steps.live.champion(odds.id)).toBeUndefined();
    expect(steps.live.standingOf(match.id)).toEqual([]);
    await steps.live.stop();
  });
});
