import type { Market } from '../../../shared/domain/catalogue.ts';
import { type Column, endKept } from '../../grid/index.ts';
import { kickOffText, scoreText } from '../../ui/kick-off.ts';
import { eventName, marketName, selectionName, shortMarketName } from '../../ui/market-name.ts';
import type { Clocks, OddsRow } from './odds-source.ts';

/** In a narrow pane the sides stand on a line each and markets are abbreviated: whole names beside more prices. */
export const placeColumns = (clocks: Clocks, narrow: boolean): readonly Column<OddsRow>[] => [
  {
    id: 'time',
    header: 'Start',
    hint: "Time to the start; in play the minute of the match (63'), the break taken as 15 minutes",
    kind: 'figure',
    width: 74,
    pinned: true,
    once: true,
    timed: true,
    value: ({ runner }) => kickOffText(runner.event, clocks.engine()),
    compare: (a, b) => a.runner.event.startsAt - b.runner.event.startsAt,
    csv: ({ runner }) => new Date(runner.event.startsAt).toISOString(),
    classes: { 'is-live': ({ runner }) => runner.event.status === 'live' },
  },
  {
    id: 'event',
    header: 'Event',
    kind: 'text',
    width: narrow ? 126 : 104,
    pinned: true,
    once: true,
    value: ({ runner }) => sidesOf(runner.event).join(' '),
    sides: ({ runner }) => sidesOf(runner.event),
    ...(narrow && { stacked: ({ runner }: OddsRow) => scoresOf(runner.event) }),
    csv: ({ runner }) => eventName(runner.event),
    classes: { 'is-live': ({ runner }) => runner.event.status === 'live' },
  },
  {
    id: 'market',
    header: 'Market',
    kind: 'text',
    width: narrow ? 72 : 102,
    pinned: true,
    once: true,
    value: ({ runner: { market } }) => withStatus(market, narrow ? shortMarketName : marketName),
    sides: ({ runner: { market } }) => endKept(withStatus(market, narrow ? shortMarketName : marketName)),
    csv: ({ runner: { market } }) => withStatus(market, marketName),
    note: ({ runner: { market } }) => (narrow ? marketName(market) : ''),
    classes: { 'is-halted': ({ runner }) => runner.market.status !== 'open' },
  },
  {
    id: 'selection',
    header: 'Selection',
    kind: 'text',
    width: narrow ? 120 : 124,
    pinned: true,
    value: ({ runner }) => selectionName(runner.market, runner.selection),
    sides: ({ runner }) => endKept(selectionName(runner.market, runner.selection)),
  },
];

const withStatus = (market: Market, name: (market: Market) => string): string =>
  `${market.status === 'open' ? '' : 'Susp. '}${name(market)}`;

/** In play the score stands between the teams. */
const sidesOf = (event: OddsRow['runner']['event']) =>
  [event.home, scoreText(event) || 'v', event.away] as const;

const scoresOf = ({ score }: OddsRow['runner']['event']) =>
  score === null ? (['', ''] as const) : ([String(score.home), String(score.away)] as const);
