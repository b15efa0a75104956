import type { Prediction } from '../../../../shared/contract/models.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import { footballLeague } from '../../../../shared/domain/football-leagues.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { BookId, EpochMs, EventId, MarketId, OddsE4 } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import type { PredictedBatch } from '../../inference/serving/batch-predictor.ts';
import { liveFixture } from '../../inference/serving/live-fixture.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Fixture } from '../../ports/forecaster.ts';
import type { Log } from '../../ports/log.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import type { Models } from '../models/models.ts';
import { createTopic, type Topic } from '../topic.ts';
import type { Topics } from '../topics.ts';
import { learnResults } from './learn-results.ts';
import { canPredict, covers, createLiveModel, type LiveModel } from './live-model.ts';
import { createServingMeter, type ServingMeter } from './serving-meter.ts';
import { predictionRows, pricedMarket, type StandingPrediction, standingOf } from './standing-prediction.ts';

/** Changes within this are predicted in one batch. */
const BATCH_MS = 250;
/** Events in a batch at most; the rest waits for the next. */
const MOST_EVENTS = 1024;
/** A model that failed is tried again after this. */
const RETRY_MS = 5_000;
/** A model's figures are told this often. */
const REPORT_MS = 1_000;
const PRICED_BY: ReadonlySet<string> = new Set(['match-odds', 'totals', 'asian-handicap', 'moneyline']);

export interface LivePredictions {
  /** Every row that changed or was withdrawn. */
  readonly changes: Topic<Prediction>;
  /** Told when what the champion says of a market has changed, or that it says nothing any more. */
  readonly championChanges: Topic<MarketId>;
  predictions(): Iterable<Prediction>;
  standing(eventId: EventId, modelId: string): StandingPrediction | undefined;
  /** Of every model that has one. */
  standingOf(eventId: EventId): readonly StandingPrediction[];
  /** What the champion says of a market now; `undefined` when it says nothing, and prices go by the line. */
  champion(marketId: MarketId): StandingPrediction | undefined;
  /** Serves everyone anew, with the results that an import has brought. */
  relearn(): void;
  stop(): Promise<void>;
}

/** A match of nobody, with a whole market. */
const WARM_UP: Fixture = {
  competition: '',
  season: '2000/01',
  playedOn: '2000-08-19',
  kickOff: null,
  home: 'home',
  away: 'away',
  odds: (['home', 'draw', 'away'] as const).map((side) => ({
    book: 'warm-up',
    market: 'match-odds',
    line: null,
    side,
    stage: 'pre-closing',
    price: 30_000 as OddsE4,
  })),
};

type Wanted = {
  readonly event: SportingEvent;
  readonly fixture: Fixture;
  readonly place: NonNullable<ReturnType<typeof pricedMarket>>;
};

type Serving = {
  readonly model: LiveModel;
  readonly meter: ServingMeter;
  readonly due: Set<EventId>;
  busy: boolean;
  failing: boolean;
  /** What a match of the last batch was answered with that is no forecast. */
  fault: string | null;
  /** Monotonic. */
  retryAt: number;
};

/** Keeps every champion's and shadow's predictions of scheduled events current, in batches. */
export function createLivePredictions(deps: {
  readonly book: MarketBook;
  readonly models: Pick<Models, 'ready' | 'entries' | 'changes' | 'open' | 'report'>;
  readonly topics: Pick<Topics, 'markets' | 'fixtures'>;
  /** Market time. */
  readonly clock: Clock;
  readonly wall: Clock;
  readonly log: Log;
  /** Imported matches: what became known since a model was trained. */
  readonly history: MatchHistory;
  readonly maximumQuoteAgeMs: () => number;
  /** Whether a price is suspect beside the other books'; none is unless given. */
  readonly isDoubtful?: (quote: Quote) => boolean;
  readonly bookName: (id: BookId) => string;
}): LivePredictions {
  const { book, models, topics, clock, wall, log } = deps;
  const changes = createTopic<Prediction>();
  const championChanges = createTopic<MarketId>();
  const served = new Map<string, Serving>();
  const byEvent = new Map<EventId, Map<string, StandingPrediction>>();
  const champions = new Map<MarketId, StandingPrediction>();
  let stopped = false;

  const withdraw = (eventId: EventId, modelId: string): void => {
    const standing = byEvent.get(eventId)?.get(modelId);
    if (standing === undefined) return;
    byEvent.get(eventId)?.delete(modelId);
    for (const row of predictionRows(standing, true)) changes.publish(row);
    if (champions.get(standing.marketId) !== standing) return;
    champions.delete(standing.marketId);
    championChanges.publish(standing.marketId);
  };
  const withdrawAll = (modelId: string): void => {
    for (const eventId of [...byEvent.keys()]) withdraw(eventId, modelId);
  };

  const stand = (standing: StandingPrediction): void => {
    const { eventId, model, marketId } = standing;
    const ofEvent = byEvent.get(eventId) ?? new Map<string, StandingPrediction>();
    byEvent.set(eventId, ofEvent);
    ofEvent.set(model.id, standing);
    for (const row of predictionRows(standing)) changes.publish(row);
    if (model.role !== 'champion') return;
    champions.set(marketId, standing);
    championChanges.publish(marketId);
  };

  const fixtureFor = (model: LiveModel, event: SportingEvent): Fixture | undefined => {
    if (event.status !== 'scheduled') return undefined;
    const fixture = liveFixture(event, book.marketsOf(event.id), {
      freshSince: (clock.now() - deps.maximumQuoteAgeMs()) as EpochMs,
      ...(deps.isDoubtful === undefined ? {} : { isDoubtful: deps.isDoubtful }),
      bookName: deps.bookName,
      teamName: model.teamName,
    });
    return covers(model, event, fixture.competition) && canPredict(model, fixture) ? fixture : undefined;
  };

  /** What is due and can be predicted; what is due and can't be is withdrawn. */
  const takeDue = ({ model, due }: Serving): readonly Wanted[] => {
    const wanted: Wanted[] = [];
    for (const eventId of due) {
      if (wanted.length === MOST_EVENTS) break;
      due.delete(eventId);
      const event = book.event(eventId);
      const fixture = event && fixtureFor(model, event);
      const place = event && pricedMarket(model, book.marketsOf(eventId));
      if (event && fixture && place) wanted.push({ event, fixture, place });
      // What stood when the match began is what it will be judged by.
      else if (event?.status === 'scheduled') withdraw(eventId, model.id);
    }
    return wanted;
  };

  const standAll = (
    model: LiveModel,
    wanted: readonly Wanted[],
    { probabilities, inputs, faults }: Extract<PredictedBatch, { ok: true }>,
  ): void => {
    const at = clock.now();
    const [columns, classes] = [model.manifest.input.columns.length, model.manifest.outcomes.length];
    wanted.forEach(({ event, fixture, place }, row) => {
      // Meanwhile it may have started, or gone.
      if (book.event(event.id)?.status !== 'scheduled') return;
      if (faults[row] !== undefined) {
        withdraw(event.id, model.id);
        return;
      }
      const expires = model.usesPrices ? at + deps.maximumQuoteAgeMs() : event.startsAt;
      stand(
        standingOf({
          model,
          eventId: event.id,
          place,
          probabilities: probabilities.subarray(row * classes, (row + 1) * classes),
          inputs: inputs.subarray(row * columns, (row + 1) * columns),
          knowsSides: model.knows(fixture),
          at,
          validUntil: Math.min(expires, event.startsAt) as EpochMs,
        }),
      );
    });
  };

  const predictDue = async (serving: Serving): Promise<void> => {
    const { model, due, meter } = serving;
    const wanted = takeDue(serving);
    if (wanted.length === 0) return;
    const batch = await model.predictor.predict(wanted.map(({ fixture }) => fixture));
    if (stopped || served.get(model.id) !== serving) return;
    if (!batch.ok) {
      meter.failure();
      for (const { event } of wanted) due.add(event.id);
      fail(serving, batch.message);
      return;
    }
    meter.batch(batch.rows, batch.elapsedMs);
    serving.fault = batch.faults.find((fault) => fault !== undefined) ?? null;
    if (serving.fault !== null) meter.failure();
    if (serving.failing) {
      serving.failing = false;
      models.report(model.id, { problem: null });
    }
    standAll(model, wanted, batch);
  };

  /** Unchanged prices are news too: they are still there. Half-way to expiry they are looked at again. */
  const renew = (): void => {
    const old = clock.now() - deps.maximumQuoteAgeMs() / 2;
    for (const [eventId, ofEvent] of byEvent)
      for (const { model, at } of ofEvent.values())
        if (model.usesPrices && at < old) served.get(model.id)?.due.add(eventId);
  };

  /** Prices go by the line while a model fails, and everyone is told. */
  const fail = (serving: Serving, message: string): void => {
    const { id } = serving.model;
    serving.failing = true;
    serving.retryAt = wall.monotonic() + RETRY_MS;
    log.warn('model failed', { model: id, error: message });
    withdrawAll(id);
    models.report(id, {
      problem: `${id} failed: ${message} Prices go by the line meanwhile; it is tried again every ${RETRY_MS / 1000} seconds. Roll back if it goes on.`,
    });
  };

  const tick = (): void => {
    for (const serving of served.values()) {
      if (serving.busy || serving.due.size === 0) continue;
      if (serving.failing && wall.monotonic() < serving.retryAt) continue;
      serving.busy = true;
      predictDue(serving)
        .catch((error: unknown) => fail(serving, error instanceof Error ? error.message : String(error)))
        .finally(() => {
          serving.busy = false;
        });
    }
  };

  /** Why a model at work says nothing of any event in view. */
  const noteOf = ({ model, fault }: Serving): string | null => {
    if (fault !== null) return `Gave ${fault} for a match in view, where prices go by the line.`;
    for (const ofEvent of byEvent.values()) if (ofEvent.has(model.id)) return null;
    let covered = 0;
    for (const event of book.events()) {
      if (event.status !== 'scheduled') continue;
      const competition = footballLeague(event.sport)?.code ?? event.competition;
      if (covers(model, event, competition)) covered += 1;
    }
    if (covered === 0) return 'No event in view is of its sport and competitions: prices go by the line.';
    return model.usesPrices
      ? `None of the ${covered} events it covers has fresh 1X2 prices: prices go by the line.`
      : `It knows both sides of none of the ${covered} events it covers: prices go by the line.`;
  };

  const serve = async (id: string, role: LiveModel['role']): Promise<void> => {
    const opened = await models.open(id);
    if (!opened.ok) return;
    const model = createLiveModel(opened, role, wall);
    if ('problem' in model) {
      models.report(id, { problem: model.problem });
      await opened.session.release();
      return;
    }
    const { manifest, version } = opened;
    await learnResults(model, manifest, version.trainedTo, deps.history, () => !stopped);
    // The first batch pays for tables and compilation: before anybody waits for it.
    await model.predictor.predict([WARM_UP]);
    if (stopped) return void (await model.release());
    const due = new Set([...book.events()].map((event) => event.id));
    served.set(id, {
      model,
      meter: createServingMeter(),
      due,
      busy: false,
      failing: false,
      fault: null,
      retryAt: 0,
    });
  };
  const dismiss = async (id: string): Promise<void> => {
    const serving = served.get(id);
    if (serving === undefined) return;
    served.delete(id);
    withdrawAll(id);
    models.report(id, { serving: null });
    await serving.model.release();
  };

  /** Opens who has become champion or shadow, and closes who is neither any more. One look after the other. */
  const align = async (): Promise<void> => {
    const wanted = new Map(
      models
        .entries()
        .flatMap(({ id, state, sha256 }) =>
          state === 'champion' || state === 'shadow' ? [[id, { role: state, sha256 }] as const] : [],
        ),
    );
    for (const [id, { model }] of [...served]) {
      const now = wanted.get(id);
      if (now?.role !== model.role || now.sha256 !== model.manifest.versions.at(-1)?.onnx.sha256)
        await dismiss(id);
    }
    for (const [id, { role }] of wanted) if (!served.has(id) && !stopped) await serve(id, role);
    tryAgainLater([...wanted.keys()].some((id) => !served.has(id)));
  };
  /** What could not be opened may be mended: a folder put back, a disk mounted. */
  let again: (() => void) | undefined;
  const tryAgainLater = (isNeeded: boolean): void => {
    again?.();
    again = isNeeded && !stopped ? wall.after(RETRY_MS, realign) : undefined;
  };
  let aligning: Promise<void> = Promise.resolve();
  const realign = (): void => {
    aligning = aligning
      .then(align)
      .catch((error: unknown) => log.error('models could not be served', { error: String(error) }));
  };
  /** What decides who is served; figures that serving itself reports don't. */
  const rolesOf = (): string =>
    models
      .entries()
      .map(({ id, state, sha256 }) => `${id} ${state} ${sha256}`)
      .join();
  let roles = '';
  const lookAgain = (): void => {
    const now = rolesOf();
    if (now === roles) return;
    roles = now;
    realign();
  };

  const forget = (eventId: EventId): void => {
    for (const modelId of [...(byEvent.get(eventId)?.keys() ?? [])]) withdraw(eventId, modelId);
    byEvent.delete(eventId);
    for (const { due } of served.values()) due.delete(eventId);
  };
  const stops = [
    models.changes.subscribe(lookAgain),
    topics.fixtures.subscribe(({ event, retired }) => {
      if (retired) return forget(event.id);
      for (const { due } of served.values()) due.add(event.id);
    }),
    topics.markets.subscribe((marketId) => {
      const state = book.market(marketId);
      if (state === undefined || !PRICED_BY.has(state.market.type)) return;
      for (const { model, due } of served.values()) if (model.usesPrices) due.add(state.event.id);
    }),
    wall.every(BATCH_MS, () => {
      renew();
      tick();
    }),
    wall.every(REPORT_MS, () => {
      for (const [id, serving] of served) models.report(id, { serving: serving.meter.read(noteOf(serving)) });
    }),
  ];
  models.ready.then(lookAgain, () => {});

  return {
    changes,
    championChanges,
    *predictions() {
      for (const ofEvent of byEvent.values())
        for (const standing of ofEvent.values()) yield* predictionRows(standing);
    },
    standing: (eventId, modelId) => byEvent.get(eventId)?.get(modelId),
    standingOf: (eventId) => [...(byEvent.get(eventId)?.values() ?? [])],
    champion(marketId) {
      const standing = champions.get(marketId);
      return standing !== undefined && standing.validUntil >= clock.now() ? standing : undefined;
    },
    relearn() {
      aligning = aligning
        .then(async () => {
          for (const id of [...served.keys()]) await dismiss(id);
        })
        .catch((error: unknown) => log.error('models could not be closed', { error: String(error) }));
      realign();
    },
    async stop() {
      stopped = true;
      again?.();
      for (const end of stops) end();
      await aligning;
      await Promise.all([...served.values()].map(({ model }) => model.release()));
      served.clear();
    },
  };
}
