/**
 * A small exchange to serve: its catalogue, its markets as they stand, and what happened to them. Independent of the
 * client's code, so that both can be compared.
 */
export type WireRunner = { selectionId: number; runnerName: string; handicap: number; sortPriority: number };
export type WireMarket = {
  marketId: string;
  marketName: string;
  marketStartTime: string;
  description: {
    marketType: string;
    bettingType: string;
    marketBaseRate: number;
    turnInPlayEnabled: boolean;
  };
  runners: WireRunner[];
  eventType: { id: string; name: string };
  competition: { id: string; name: string };
  event: { id: string; name: string; countryCode: string; timezone: string; openDate: string };
};

/** A market change as the stream writes it, without the market's id. */
export type Change = {
  /** Replaces the market's prices. */
  readonly img?: boolean;
  readonly marketDefinition?: Record<string, unknown>;
  readonly rc?: readonly {
    readonly id: number;
    readonly hc?: number;
    readonly atb?: readonly (readonly [number, number])[];
    readonly atl?: readonly (readonly [number, number])[];
    readonly ltp?: number;
    readonly tv?: number;
  }[];
  readonly con?: boolean;
  readonly tv?: number;
};

type Ladder = Map<number, number>;
type RunnerState = { readonly id: number; readonly hc: number; readonly atb: Ladder; readonly atl: Ladder };
export type MarketState = {
  readonly id: string;
  definition: Record<string, unknown>;
  readonly runners: Map<string, RunnerState>;
};

export type World = {
  readonly catalogue: readonly WireMarket[];
  readonly log: readonly { readonly id: string; readonly change: Change }[];
  /** A market opens, with the sample's prices. */
  add(market: WireMarket): void;
  market(id: string): MarketState | undefined;
  /** Happens now, to the market. */
  publish(id: string, change: Change): void;
  /** The market as a whole, as an image tells it. */
  image(id: string): object | undefined;
  /** Best first. */
  ladder(id: string, selectionId: number, hc: number, kind: 'atb' | 'atl'): [number, number][];
};

const NOON = '2026-03-01T12:30:00.000Z';
const football = (
  event: { id: string; name: string; start?: string; competition?: string },
  market: { id: string; type: string; bettingType?: string },
  runners: readonly (readonly [id: number, name: string, handicap?: number])[],
): WireMarket => ({
  marketId: market.id,
  marketName: market.type,
  marketStartTime: event.start ?? NOON,
  description: {
    marketType: market.type,
    bettingType: market.bettingType ?? 'ODDS',
    marketBaseRate: 5,
    turnInPlayEnabled: true,
  },
  runners: runners.map(([selectionId, runnerName, handicap = 0], index) => ({
    selectionId,
    runnerName,
    handicap,
    sortPriority: index + 1,
  })),
  eventType: { id: '1', name: 'Soccer' },
  competition: { id: '59', name: event.competition ?? 'German Bundesliga' },
  event: {
    id: event.id,
    name: event.name,
    countryCode: 'DE',
    timezone: 'Europe/Berlin',
    openDate: event.start ?? NOON,
  },
});

export const KOELN = { id: '3001', name: '1. FC Köln v Mainz' } as const;
export const HOME = 11;
export const AWAY = 12;
export const DRAW = 58_805;

export const sampleCatalogue = (): WireMarket[] => [
  football(KOELN, { id: '1.101', type: 'MATCH_ODDS' }, [
    [HOME, '1. FC Köln'],
    [AWAY, 'Mainz'],
    [DRAW, 'The Draw'],
  ]),
  football(KOELN, { id: '1.102', type: 'OVER_UNDER_25' }, [
    [47_972, 'Under 2.5 Goals'],
    [47_973, 'Over 2.5 Goals'],
  ]),
  football(KOELN, { id: '1.103', type: 'ASIAN_HANDICAP', bettingType: 'ASIAN_HANDICAP_DOUBLE_LINE' }, [
    [HOME, '1. FC Köln', -0.5],
    [AWAY, 'Mainz', 0.5],
    [HOME, '1. FC Köln', -0.75],
    [AWAY, 'Mainz', 0.75],
  ]),
  football(
    { id: '3002', name: 'Union Berlin v St Pauli', start: '2026-03-01T15:00:00.000Z' },
    { id: '1.201', type: 'MATCH_ODDS' },
    [
      [21, 'Union Berlin'],
      [22, 'St Pauli'],
      [DRAW, 'The Draw'],
    ],
  ),
];

const definitionOf = (market: WireMarket): Record<string, unknown> => ({
  bspMarket: false,
  turnInPlayEnabled: true,
  persistenceEnabled: true,
  marketBaseRate: market.description.marketBaseRate,
  eventId: market.event.id,
  eventTypeId: market.eventType.id,
  numberOfWinners: 1,
  bettingType: market.description.bettingType,
  marketType: market.description.marketType,
  marketTime: market.marketStartTime,
  suspendTime: market.marketStartTime,
  bspReconciled: false,
  complete: true,
  inPlay: false,
  crossMatching: true,
  runnersVoidable: false,
  numberOfActiveRunners: market.runners.length,
  betDelay: 0,
  status: 'OPEN',
  // Two bytes in UTF-8, to be cut in half.
  venue: 'Köln',
  regulators: ['MR_INT'],
  timezone: 'GMT',
  openDate: market.event.openDate,
  version: 1,
  runners: market.runners.map(({ selectionId, handicap, sortPriority }) => ({
    status: 'ACTIVE',
    sortPriority,
    id: selectionId,
    ...(handicap === 0 ? {} : { hc: handicap }),
  })),
});

const merge = (ladder: Ladder, entries: readonly (readonly [number, number])[]) => {
  for (const [price, size] of entries)
    if (size === 0) ladder.delete(price);
    else ladder.set(price, size);
};

export function createWorld(opening: readonly WireMarket[] = sampleCatalogue()): World {
  const catalogue: WireMarket[] = [];
  const markets = new Map<string, MarketState>();
  const log: { id: string; change: Change }[] = [];
  const add = (market: WireMarket) => {
    catalogue.push(market);
    const runners = new Map<string, RunnerState>();
    for (const { selectionId, handicap } of market.runners)
      runners.set(`${selectionId}/${handicap}`, {
        id: selectionId,
        hc: handicap,
        atb: new Map([[2, 100]]),
        atl: new Map([[2.1, 50]]),
      });
    markets.set(market.marketId, { id: market.marketId, definition: definitionOf(market), runners });
  };
  for (const market of opening) add(market);
  const sorted = (ladder: Ladder, kind: 'atb' | 'atl') =>
    [...ladder].sort(([a], [b]) => (kind === 'atb' ? b - a : a - b));
  return {
    catalogue,
    add,
    log,
    market: (id) => markets.get(id),
    publish(id, change) {
      const market = markets.get(id);
      if (market === undefined) throw new Error(`No market ${id}.`);
      if (change.img === true)
        for (const runner of market.runners.values()) {
          runner.atb.clear();
          runner.atl.clear();
        }
      if (change.marketDefinition !== undefined) market.definition = change.marketDefinition;
      for (const { id: runnerId, hc = 0, atb = [], atl = [] } of change.rc ?? []) {
        const key = `${runnerId}/${hc}`;
        const runner = market.runners.get(key) ?? { id: runnerId, hc, atb: new Map(), atl: new Map() };
        market.runners.set(key, runner);
        merge(runner.atb, atb);
        merge(runner.atl, atl);
      }
      log.push({ id, change });
    },
    image(id) {
      const market = markets.get(id);
      return (
        market && {
          id,
          img: true,
          tv: 0,
          marketDefinition: market.definition,
          rc: [...market.runners.values()].map(({ id: runnerId, hc, atb, atl }) => ({
            id: runnerId,
            ...(hc === 0 ? {} : { hc }),
            atb: sorted(atb, 'atb'),
            atl: sorted(atl, 'atl'),
          })),
        }
      );
    },
    ladder(id, selectionId, hc, kind) {
      const runner = markets.get(id)?.runners.get(`${selectionId}/${hc}`);
      return runner === undefined ? [] : sorted(runner[kind], kind);
    },
  };
}

/** Betfair's whole definition of a market with some of it changed. */
export const redefined = (world: World, id: string, change: Record<string, unknown>): Change => ({
  marketDefinition: { ...world.market(id)?.definition, ...change },
});
