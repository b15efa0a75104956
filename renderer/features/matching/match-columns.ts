import type { MatchReason, NamedEvent } from '../../../shared/contract/matching.ts';
import type { Column } from '../../grid/index.ts';
import { sources } from '../../stores/market-data.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import type { AliasRow, DecisionRow, MatchRow, MatchState } from './matching-rows.ts';

export const sourceName = (id: NamedEvent['sourceId']): string => sources.get(id)?.name ?? id;
export const percent = (likeness: number): string => `${Math.round(likeness * 100)}%`;
const eventName = ({ home, away }: NamedEvent): string => `${home} v ${away}`;

export const matchSearchText = ({ value: { event, candidate } }: MatchRow): string =>
  [event, candidate]
    .flatMap((each) => (each ? [eventName(each), each.competition, sourceName(each.sourceId)] : []))
    .join(' ');

const reasonOf = ({ value }: MatchRow, part: MatchReason['part']): MatchReason | undefined =>
  value.reasons.find((reason) => reason.part === part);

const PARTS: readonly {
  readonly part: MatchReason['part'];
  readonly header: string;
  readonly hint: string;
}[] = [
  { part: 'home', header: 'Home', hint: 'How alike the home sides are' },
  { part: 'away', header: 'Away', hint: 'How alike the away sides are' },
  { part: 'start', header: 'Start', hint: 'How well the starts agree' },
  { part: 'competition', header: 'League', hint: 'How well the competitions agree' },
  { part: 'rival', header: 'Rival', hint: 'Score of the next best pair of either event' },
];

const likenessColumns: readonly Column<MatchRow>[] = PARTS.map(({ part, header, hint }) => ({
  id: part,
  header,
  hint,
  group: 'Likeness',
  kind: 'figure',
  width: 62,
  value: (row) => reasonOf(row, part)?.likeness ?? null,
  text: (row) => {
    const reason = reasonOf(row, part);
    return reason ? percent(reason.likeness) : '';
  },
  csv: (row) => reasonOf(row, part)?.likeness ?? null,
  classes: {
    'is-weak': (row) => {
      const reason = reasonOf(row, part);
      return reason !== undefined && (part === 'rival' ? reason.likeness > 0.5 : reason.likeness < 0.8);
    },
  },
}));

const scoreColumn: Column<MatchRow> = {
  id: 'score',
  header: 'Score',
  hint: 'Of the pair: 90 % is matched without asking where no other pair comes near',
  kind: 'figure',
  width: 64,
  pinned: true,
  className: 'is-strong',
  value: ({ value }) => value.score,
  text: ({ value }) => (value.candidate ? percent(value.score) : ''),
  csv: ({ value }) => (value.candidate ? value.score : null),
  style: ({ value }) => ({ '--score': String(value.score) }),
};

const eventColumn: Column<MatchRow> = {
  id: 'event',
  header: 'Event',
  group: 'Told as',
  kind: 'text',
  width: 230,
  grow: 2,
  value: ({ value }) => eventName(value.event),
};
const sourceColumn: Column<MatchRow> = {
  id: 'source',
  header: 'Source',
  group: 'Told as',
  kind: 'text',
  width: 110,
  className: 'is-quiet',
  value: ({ value }) => sourceName(value.event.sourceId),
};
const leagueColumn: Column<MatchRow> = {
  id: 'league',
  header: 'Competition',
  group: 'Told as',
  kind: 'text',
  width: 130,
  grow: 1,
  className: 'is-quiet',
  value: ({ value }) => value.event.competition,
};
const startColumn: Column<MatchRow> = {
  id: 'starts',
  header: 'Starts',
  group: 'Told as',
  kind: 'text',
  width: 134,
  className: 'is-quiet',
  value: ({ value }) => value.event.startsAt,
  text: ({ value }) => formatDayAndTime(value.event.startsAt),
  csv: ({ value }) => new Date(value.event.startsAt).toISOString(),
};

const candidateColumns: readonly Column<MatchRow>[] = [
  {
    id: 'candidate',
    header: 'Event',
    group: 'May be',
    kind: 'text',
    width: 230,
    grow: 2,
    value: ({ value }) => (value.candidate ? eventName(value.candidate) : ''),
    text: ({ value }) =>
      value.candidate ? `${eventName(value.candidate)}${value.swapped ? '  ⇄' : ''}` : '',
  },
  {
    id: 'candidate-source',
    header: 'Source',
    group: 'May be',
    kind: 'text',
    width: 110,
    className: 'is-quiet',
    value: ({ value }) => (value.candidate ? sourceName(value.candidate.sourceId) : ''),
  },
];

const betsColumn: Column<MatchRow> = {
  id: 'bets',
  header: 'Bets',
  hint: 'Open bets on either of the two',
  kind: 'figure',
  width: 50,
  value: ({ value }) => value.openBets + value.candidateBets,
  text: ({ value }) =>
    value.openBets + value.candidateBets === 0 ? '' : String(value.openBets + value.candidateBets),
};

const decidedColumn: Column<MatchRow> = {
  id: 'decided',
  header: 'By',
  hint: 'Who decided it',
  kind: 'text',
  width: 70,
  className: 'is-quiet',
  value: ({ value }) => (value.decidedBy === 'user' ? 'You' : value.decidedBy === 'engine' ? 'Engine' : ''),
};

export function matchColumns(state: MatchState): readonly Column<MatchRow>[] {
  const told = [eventColumn, sourceColumn, leagueColumn, startColumn];
  switch (state) {
    case 'doubtful':
      return [scoreColumn, ...told, ...candidateColumns, ...likenessColumns, betsColumn];
    case 'unmatched':
      return [...told, betsColumn];
    case 'matched':
    case 'rejected':
      return [scoreColumn, ...told, ...candidateColumns, ...likenessColumns, decidedColumn, betsColumn];
    default:
      return state satisfies never;
  }
}

export const aliasSearchText = ({ value }: AliasRow): string => `${value.name} ${value.means} ${value.sport}`;

export const aliasColumns: readonly Column<AliasRow>[] = [
  {
    id: 'name',
    header: 'Name',
    kind: 'text',
    width: 220,
    grow: 1,
    pinned: true,
    value: ({ value }) => value.name,
  },
  { id: 'means', header: 'Means', kind: 'text', width: 220, grow: 1, value: ({ value }) => value.means },
  {
    id: 'sport',
    header: 'Sport',
    kind: 'text',
    width: 120,
    className: 'is-quiet',
    value: ({ value }) => value.sport,
  },
  {
    id: 'source',
    header: 'Told by',
    kind: 'text',
    width: 134,
    className: 'is-quiet',
    value: ({ value }) => sourceName(value.sourceId),
  },
  {
    id: 'at',
    header: 'Learned',
    kind: 'text',
    width: 134,
    className: 'is-quiet',
    value: ({ value }) => value.at,
    text: ({ value }) => formatDayAndTime(value.at),
    csv: ({ value }) => new Date(value.at).toISOString(),
  },
];

const ACTIONS: Readonly<Record<DecisionRow['value']['action'], string>> = {
  matched: 'Matched',
  rejected: 'Kept apart',
  parted: 'Parted',
  'alias-learned': 'Name learned',
  'alias-removed': 'Name forgotten',
  undone: 'Taken back',
};

export const decisionSearchText = ({ value }: DecisionRow): string =>
  `${ACTIONS[value.action]} ${value.words} ${value.actor}`;

export const decisionColumns: readonly Column<DecisionRow>[] = [
  {
    id: 'sequence',
    header: 'No.',
    kind: 'figure',
    width: 60,
    className: 'is-quiet',
    value: ({ value }) => value.sequence,
  },
  {
    id: 'at',
    header: 'When',
    kind: 'text',
    width: 134,
    className: 'is-quiet',
    value: ({ value }) => value.at,
    text: ({ value }) => formatDayAndTime(value.at),
    csv: ({ value }) => new Date(value.at).toISOString(),
  },
  {
    id: 'actor',
    header: 'Who',
    kind: 'text',
    width: 70,
    value: ({ value }) => (value.actor === 'user' ? 'You' : 'Engine'),
  },
  { id: 'action', header: 'What', kind: 'text', width: 120, value: ({ value }) => ACTIONS[value.action] },
  { id: 'words', header: 'Which', kind: 'text', width: 420, grow: 1, value: ({ value }) => value.words },
];
