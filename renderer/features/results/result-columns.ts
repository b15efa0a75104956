import type { EventResult } from '../../../shared/contract/results.ts';
import type { Goals } from '../../../shared/domain/result.ts';
import type { Column } from '../../grid/index.ts';
import { formatDayAndTime, formatProfit } from '../../ui/figures.ts';
import { goalsText } from './entry-draft.ts';
import type { ResultRow } from './results-state.ts';

const STATUSES: Readonly<Record<EventResult['event']['status'], string>> = {
  scheduled: 'Due',
  live: 'In play',
  ended: 'Ended',
  postponed: 'Postponed',
  abandoned: 'Abandoned',
};
export const ORIGINS: Readonly<Record<NonNullable<EventResult['origin']>, string>> = {
  source: 'Source',
  user: 'By hand',
  import: 'Import',
};

/** How it stands: as its bets are settled, else as its sources tell. */
export function statusText(row: EventResult): string {
  if (isSetAside(row)) return 'No result';
  return isGone(row) ? 'Not offered' : STATUSES[row.result?.status ?? row.event.status];
}

/** Nothing tells of it any more, and nobody has said how it ended: what it was last said to be is no news. */
export const isGone = ({ listed, result, event }: EventResult): boolean =>
  !listed && result === null && (event.status === 'live' || event.status === 'scheduled');

/** What was said of its end no longer holds, so that its last score and status are none. */
const isSetAside = ({ event, result, revision }: EventResult): boolean =>
  result === null && revision > 0 && event.status !== 'live' && event.status !== 'scheduled';

const scoreOf = (row: EventResult): Goals | null => {
  if (isSetAside(row)) return null;
  return row.result ? row.result.score : row.event.score;
};
const halfTimeOf = (row: EventResult): Goals | null | undefined => {
  if (isSetAside(row)) return null;
  return row.result ? row.result.halfTime : row.event.score?.halfTime;
};
const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
/** What asks for the user's attention: who says otherwise, and why bets are still open. */
export const attentionText = ({ disputed, waits }: EventResult): string =>
  [disputed, waits].flatMap((words) => (words === null ? [] : sentence(words))).join('. ');

export const resultSearchText = ({ value }: ResultRow): string =>
  `${value.event.home} ${value.event.away} ${value.event.competition}`;

export const resultColumns: readonly Column<ResultRow>[] = [
  {
    id: 'start',
    header: 'Start',
    kind: 'text',
    width: 134,
    pinned: true,
    value: ({ value: { event } }) => event.startsAt,
    text: ({ value: { event } }) => formatDayAndTime(event.startsAt),
    csv: ({ value: { event } }) => new Date(event.startsAt).toISOString(),
    className: 'is-quiet',
  },
  {
    id: 'event',
    header: 'Event',
    kind: 'text',
    width: 272,
    pinned: true,
    className: 'is-strong',
    value: ({ value: { event } }) => `${event.home}${event.away === '' ? '' : ` v ${event.away}`}`,
  },
  {
    id: 'status',
    header: 'Status',
    kind: 'text',
    width: 84,
    value: ({ value }) => statusText(value),
    classes: {
      'is-quiet': ({ value }) => value.result === null,
      'is-warned': ({ value }) =>
        ['Postponed', 'Abandoned', 'No result', 'Not offered'].includes(statusText(value)),
    },
  },
  {
    id: 'score',
    header: 'Score',
    kind: 'figure',
    width: 58,
    className: 'is-strong',
    value: ({ value }) => goalsText(scoreOf(value)),
    classes: { 'is-running': ({ value }) => value.result === null },
  },
  {
    id: 'half-time',
    header: 'Half time',
    hint: 'Settles first-half markets',
    kind: 'figure',
    width: 70,
    value: ({ value }) => goalsText(halfTimeOf(value)),
  },
  {
    id: 'open',
    header: 'Open',
    hint: 'Bets not settled yet',
    kind: 'figure',
    width: 54,
    value: ({ value }) => value.openBets,
    text: ({ value }) => (value.openBets === 0 ? '' : String(value.openBets)),
    classes: { 'is-warned': ({ value }) => value.openBets > 0 },
  },
  {
    id: 'settled',
    header: 'Settled',
    hint: 'Bets settled',
    kind: 'figure',
    width: 60,
    value: ({ value }) => value.settledBets,
    text: ({ value }) => (value.settledBets === 0 ? '' : String(value.settledBets)),
  },
  {
    id: 'profit',
    header: 'P&L',
    hint: 'Of the settled bets, after commission',
    kind: 'figure',
    width: 86,
    className: 'is-strong',
    value: ({ value }) => value.profit,
    text: ({ value }) => (value.settledBets === 0 ? '' : formatProfit(value.profit, value.currency)),
    classes: { gain: ({ value }) => value.profit > 0, loss: ({ value }) => value.profit < 0 },
  },
  {
    id: 'origin',
    header: 'Told by',
    hint: 'Who told the result that stands',
    kind: 'text',
    width: 74,
    value: ({ value }) => (value.origin === null ? '' : ORIGINS[value.origin]),
    classes: { 'is-by-hand': ({ value }) => value.origin === 'user' },
  },
  {
    id: 'revision',
    header: 'Rev.',
    hint: 'How often a result was told for its bets',
    kind: 'figure',
    width: 46,
    value: ({ value }) => value.revision,
    text: ({ value }) => (value.revision === 0 ? '' : String(value.revision)),
    classes: { 'is-warned': ({ value }) => value.revision > 1 },
  },
  {
    id: 'attention',
    header: 'Attention',
    hint: 'Who says otherwise, and why bets are still open',
    kind: 'text',
    width: 260,
    grow: 1,
    value: ({ value }) => attentionText(value),
    classes: { 'is-disputed': ({ value }) => value.disputed !== null },
  },
  {
    id: 'competition',
    header: 'Competition',
    kind: 'text',
    width: 158,
    className: 'is-quiet',
    value: ({ value: { event } }) => event.competition,
  },
];
