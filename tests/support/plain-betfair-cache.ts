/**
 * Betfair's stream cached as its documentation reads, with JSON.parse and maps and nothing of the engine: what the
 * engine's own reader and cache are compared with.
 */

type Entry = readonly number[];
type RunnerFields = {
  readonly id: number | string;
  readonly hc?: number | null;
  readonly ltp?: number | string | null;
  readonly tv?: number | string | null;
  readonly sortPriority?: number;
} & Readonly<Record<string, unknown>>;
type MarketFields = {
  readonly id: string;
  readonly img?: boolean | null;
  readonly marketDefinition?: Definition | null;
  readonly rc?: readonly RunnerFields[] | null;
};
type Definition = { readonly status: string; readonly runners: readonly RunnerFields[] };
type Message = { readonly mc?: readonly MarketFields[] | null };

export type PlainRunner = {
  selectionId: number;
  handicap: number;
  ltp: number | null;
  tv: number | null;
  /** By ladder, then by price or level. */
  readonly ladders: Map<string, Map<number, readonly number[]>>;
};
type PlainMarket = {
  definition: Definition | undefined;
  runners: Map<string, PlainRunner>;
};

const LEVELS = ['batb', 'batl', 'bdatb', 'bdatl'];
const LADDERS = ['atb', 'atl', 'trd', 'spb', 'spl', ...LEVELS];
/** How the stream writes numbers that JSON has no word for. */
const figure = (value: number | string): number | null => (String(value) === 'NaN' ? null : Number(value));

export type PlainReport = {
  readonly messages: number;
  readonly markets: Readonly<Record<string, unknown>>;
};

export function createPlainBetfairCache() {
  const markets = new Map<string, PlainMarket>();
  let messages = 0;

  const runnerIn = (market: PlainMarket, change: RunnerFields): PlainRunner => {
    const handicap = change.hc ?? 0;
    const key = `${change.id}/${handicap}`;
    const known = market.runners.get(key);
    if (known) return known;
    const runner: PlainRunner = {
      selectionId: Number(change.id),
      handicap: Number(handicap),
      ltp: null,
      tv: null,
      ladders: new Map(),
    };
    market.runners.set(key, runner);
    return runner;
  };

  const applyRunner = (runner: PlainRunner, change: RunnerFields) => {
    for (const name of LADDERS) {
      const entries = change[name] as readonly Entry[] | null | undefined;
      if (entries === undefined || entries === null) continue;
      const ladder = runner.ladders.get(name) ?? new Map<number, readonly number[]>();
      runner.ladders.set(name, ladder);
      for (const entry of entries) {
        const [key = 0] = entry;
        if (entry.at(-1) === 0) ladder.delete(key);
        else ladder.set(key, entry.slice(-2));
      }
    }
    if (change.ltp !== undefined && change.ltp !== null) runner.ltp = figure(change.ltp);
    if (change.tv !== undefined && change.tv !== null) runner.tv = figure(change.tv);
  };

  const applyMarket = (change: MarketFields) => {
    const { id } = change;
    const market: PlainMarket = markets.get(id) ?? { definition: undefined, runners: new Map() };
    markets.set(id, market);
    if (change.img) market.runners = new Map();
    market.definition = change.marketDefinition ?? market.definition;
    for (const defined of market.definition?.runners ?? []) runnerIn(market, defined);
    for (const changed of change.rc ?? []) applyRunner(runnerIn(market, changed), changed);
  };

  const best = (runner: PlainRunner, side: 'b' | 'l'): readonly (readonly number[])[] => {
    const name = [`at${side}`, `bat${side}`, `bdat${side}`].find((kind) => runner.ladders.has(kind));
    const ladder = [...(runner.ladders.get(name ?? '') ?? [])];
    if (name === 'atb') ladder.sort(([a], [b]) => b - a);
    else ladder.sort(([a], [b]) => a - b);
    return ladder.slice(0, 3).map(([, rung]) => rung);
  };

  const report = (): PlainReport => {
    const told: Record<string, unknown> = {};
    for (const [id, { definition, runners }] of markets) {
      const priority = ({ selectionId, handicap }: PlainRunner): number =>
        definition?.runners.find(
          ({ id: definedId, hc }) => Number(definedId) === selectionId && Number(hc ?? 0) === handicap,
        )?.sortPriority ?? 1e9;
      told[id] = {
        status: definition?.status ?? null,
        runners: [...runners.values()]
          .sort((a, b) => priority(a) - priority(b))
          .map((runner) => ({
            selectionId: runner.selectionId,
            handicap: runner.handicap,
            back: best(runner, 'b'),
            lay: best(runner, 'l'),
            ltp: runner.ltp,
            tv: runner.tv,
          })),
      };
    }
    return { messages, markets: told };
  };

  return {
    /** One line of the stream. */
    take(line: string): void {
      const message = JSON.parse(line) as Message;
      messages += 1;
      for (const change of message.mc ?? []) applyMarket(change);
    },
    runner: (market: string, id: number, handicap: number) =>
      markets.get(market)?.runners.get(`${id}/${handicap}`),
    report,
  };
}
