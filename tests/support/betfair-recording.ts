/** A small match of Betfair's stream as its historical files have it, made from the documented schema. */

export const KICK_OFF = Date.parse('2026-03-01T15:00:00Z');
export const BETFAIR_EVENT = 'betfair:30000001';
export const BETFAIR_MARKET = `${BETFAIR_EVENT}:match-odds`;
const NATIVE = '1.230000001';
const RUNNERS = [
  { id: 11, name: 'Elk Rangers' },
  { id: 22, name: 'Owl United' },
  { id: 58_805, name: 'The Draw' },
] as const;
const WINNER = 0;

type Levels = readonly (readonly [price: number, size: number])[];
type Change = { readonly runner: 0 | 1 | 2; readonly back?: Levels; readonly lay?: Levels };

const definition = (of: {
  readonly status: 'OPEN' | 'SUSPENDED' | 'CLOSED';
  readonly inPlay: boolean;
  readonly statuses?: readonly string[];
}) => ({
  bspMarket: false,
  turnInPlayEnabled: true,
  persistenceEnabled: true,
  marketBaseRate: 5,
  eventId: '30000001',
  eventName: 'Elk Rangers v Owl United',
  eventTypeId: '1',
  numberOfWinners: 1,
  bettingType: 'ODDS',
  marketType: 'MATCH_ODDS',
  marketTime: new Date(KICK_OFF).toISOString(),
  openDate: new Date(KICK_OFF).toISOString(),
  inPlay: of.inPlay,
  status: of.status,
  betDelay: of.inPlay ? 5 : 0,
  runners: RUNNERS.map(({ id, name }, index) => ({
    id,
    name,
    sortPriority: index + 1,
    status: of.statuses?.[index] ?? 'ACTIVE',
  })),
});

const line = (at: number, change: object) =>
  JSON.stringify({ op: 'mcm', clk: 'A', pt: at, mc: [{ id: NATIVE, ...change }] });

export const prices = (at: number, ...changes: readonly Change[]) =>
  line(at, {
    rc: changes.map(({ runner, back, lay }) => ({
      id: RUNNERS[runner].id,
      ...(back === undefined ? {} : { atb: back }),
      ...(lay === undefined ? {} : { atl: lay }),
    })),
  });

/**
 * An hour before the start; a price that moves every second for a minute; a quiet stretch; in play a minute late; the home
 * side wins. Without its end the file stops in play.
 */
export function betfairMatch(options: { readonly ends: boolean } = { ends: true }): string {
  const from = KICK_OFF - 3_600_000;
  const open = definition({ status: 'OPEN', inPlay: false });
  const image = [
    {
      id: 11,
      atb: [
        [2, 300],
        [1.99, 800],
      ],
      atl: [
        [2.02, 400],
        [2.04, 900],
      ],
    },
    { id: 22, atb: [[4, 300]], atl: [[4.1, 300]] },
    { id: 58_805, atb: [[3.9, 300]], atl: [[4, 300]] },
  ];
  const lines = [line(from, { img: true, marketDefinition: open, rc: image })];
  for (let second = 1; second <= 60; second += 1)
    lines.push(
      prices(from + second * 1_000, {
        runner: 0,
        back: [[2, 300 - second]],
        lay: [[2.02, 400 + second]],
      }),
    );
  // Nothing for 50 minutes, then a little before the start.
  for (let second = 0; second < 20; second += 1)
    lines.push(prices(KICK_OFF - 120_000 + second * 1_000, { runner: 1, back: [[4, 300 + second]] }));
  const inPlay = definition({ status: 'OPEN', inPlay: true });
  lines.push(line(KICK_OFF + 60_000, { marketDefinition: inPlay }));
  for (let second = 1; second <= 30; second += 1)
    lines.push(prices(KICK_OFF + 60_000 + second * 1_000, { runner: 0, back: [[2, 450 + second]] }));
  if (options.ends) {
    const over = KICK_OFF + 2 * 3_600_000;
    const statuses = RUNNERS.map((_, index) => (index === WINNER ? 'WINNER' : 'LOSER'));
    lines.push(line(over, { marketDefinition: definition({ status: 'SUSPENDED', inPlay: true }) }));
    lines.push(
      line(over + 60_000, { marketDefinition: definition({ status: 'CLOSED', inPlay: true, statuses }) }),
    );
  }
  return `${lines.join('\n')}\n`;
}
