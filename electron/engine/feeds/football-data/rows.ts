import { oddsE4 } from '../../../../shared/domain/units.ts';
import type { HistoricalMatch, HistoricalOdds } from '../../ports/market-store.ts';
import { isControlled, type MatchRow } from '../match-file.ts';
import {
  type IgnoredReason,
  readDate,
  readGoals,
  readNumber,
  readSeason,
  readTime,
  seasonOfDate,
} from './cells.ts';
import type { Column, Field, Layout } from './columns.ts';

/** Why a row was not imported. */
export type QuarantineReason =
  | 'empty-row'
  | 'not-csv' // a line of HTML
  | 'no-header' // the file does not say what its columns hold
  | 'bad-date'
  | 'no-team'
  | 'same-team' // on both sides
  | 'control-characters' // in a name: not text
  | 'no-score'
  | 'bad-score'
  | 'result-disagrees'; // with the score

export type ParsedRow = MatchRow<QuarantineReason, IgnoredReason>;

/** What the file's name says, for layouts without those columns. */
export type FileFacts = { readonly competition: string | undefined; readonly season: string | undefined };

const resultOf = (home: number, away: number): string => (home > away ? 'H' : home < away ? 'A' : 'D');

export const quarantined = (reason: QuarantineReason, line: number, cells: readonly string[]): ParsedRow => ({
  kind: 'quarantined',
  line,
  reason,
  sample: cells.join(',').slice(0, 1_900),
});

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
export const isHtml = (cells: readonly string[]): boolean => /<[!/a-z]/i.test(cells[0] ?? '');

/** A reader of one file's rows; it remembers the first season, so it serves one file once, in order. */
export function createRowReader(layout: Layout, facts: FileFacts) {
  /** The first row's, for files that do not name theirs: the 2019-20 seasons ran into August. */
  let firstSeason: string | undefined;

  const seasonOf = (text: string, playedOn: string): string => {
    if (text !== '') return readSeason(text);
    if (facts.season !== undefined) return facts.season;
    firstSeason ??= seasonOfDate(playedOn);
    const year = Number(firstSeason.slice(0, 4));
    const within = playedOn >= `${year}-07-01` && playedOn <= `${year + 1}-08-31`;
    return within ? firstSeason : seasonOfDate(playedOn);
  };

  return (cells: readonly string[], line: number): ParsedRow => {
    if (isBlank(cells)) return quarantined('empty-row', line, cells);
    if (isHtml(cells)) return quarantined('not-csv', line, cells);
    const text = (field: Field): string => {
      const position = layout.fields[field];
      return position === undefined ? '' : (cells[position] ?? '').trim();
    };
    const known = readEssentials(text);
    if (typeof known === 'string') return quarantined(known, line, cells);
    const { playedOn, home, away, homeGoals, awayGoals } = known;

    const named = text('division') || [text('country'), text('league')].filter(Boolean).join(' ');
    const competition = named || (facts.competition ?? '');
    const identity = `football-data|${competition}|${playedOn}|${home}|${away}`.toLowerCase();

    const ignored: IgnoredReason[] = [];
    const halfTime = readHalfTime(text('halfTimeHome'), text('halfTimeAway'), homeGoals, awayGoals, ignored);
    const kickOff = text('time') === '' ? null : (readTime(text('time')) ?? null);
    if (kickOff === null && text('time') !== '') ignored.push('bad-time');
    return {
      kind: 'match',
      line,
      ignored,
      match: {
        identity,
        occurrence: 1,
        competition,
        season: seasonOf(text('season'), playedOn),
        playedOn,
        kickOff,
        home,
        away,
        homeGoals,
        awayGoals,
        halfTimeHome: halfTime?.home ?? null,
        halfTimeAway: halfTime?.away ?? null,
        ...readNumbers(layout.columns, cells, ignored),
      },
    };
  };
}

type Essentials = Pick<HistoricalMatch, 'playedOn' | 'home' | 'away' | 'homeGoals' | 'awayGoals'>;

/** What a row must have to be a match, or why it is none. */
function readEssentials(text: (field: Field) => string): Essentials | QuarantineReason {
  const playedOn = readDate(text('date'));
  if (playedOn === undefined) return 'bad-date';
  const [home, away] = [text('home').replace(/\s+/g, ' '), text('away').replace(/\s+/g, ' ')];
  if (home === '' || away === '') return 'no-team';
  if (home.toLowerCase() === away.toLowerCase()) return 'same-team';
  if (isControlled(home) || isControlled(away)) return 'control-characters';
  if (text('homeGoals') === '' || text('awayGoals') === '') return 'no-score';
  const homeGoals = readGoals(text('homeGoals'));
  const awayGoals = readGoals(text('awayGoals'));
  if (homeGoals === undefined || awayGoals === undefined) return 'bad-score';
  const result = text('result').toUpperCase();
  if (/^[HDA]$/.test(result) && result !== resultOf(homeGoals, awayGoals)) return 'result-disagrees';
  return { playedOn, home, away, homeGoals, awayGoals };
}

function readHalfTime(
  homeCell: string,
  awayCell: string,
  homeGoals: number,
  awayGoals: number,
  ignored: IgnoredReason[],
): { readonly home: number; readonly away: number } | undefined {
  if (homeCell === '' && awayCell === '') return undefined;
  const home = readGoals(homeCell);
  const away = readGoals(awayCell);
  if (home === undefined || away === undefined) {
    for (const cell of [homeCell, awayCell]) if (cell !== '') ignored.push('not-a-number');
    return undefined;
  }
  if (home > homeGoals || away > awayGoals) {
    ignored.push('impossible-score', 'impossible-score');
    return undefined;
  }
  return { home, away };
}

function readNumbers(
  columns: readonly Column[],
  cells: readonly string[],
  ignored: IgnoredReason[],
): Pick<HistoricalMatch, 'odds' | 'statistics'> {
  const odds: HistoricalOdds[] = [];
  // A list first: a column could be called __proto__.
  const statistics: [string, number][] = [];
  for (let position = 0; position < cells.length; position += 1) {
    const column = columns[position];
    if (column?.kind === 'field' || column?.kind === 'text' || column?.kind === 'line') continue;
    const cell = (cells[position] as string).trim();
    if (cell === '') continue;
    if (column === undefined || column.kind === 'nameless') {
      ignored.push('no-column');
      continue;
    }
    const value = readNumber(cell);
    if (value === undefined) {
      ignored.push('not-a-number');
    } else if (column.kind === 'statistic') {
      statistics.push([column.name, value]);
    } else {
      const read = readPrice(column, value, cells);
      if (typeof read === 'string') ignored.push(read);
      else odds.push(read);
    }
  }
  return { odds, statistics: Object.fromEntries(statistics) };
}

function readPrice(
  { book, market, line: fixed, side, stage, lineColumn }: Extract<Column, { kind: 'price' }>,
  value: number,
  cells: readonly string[],
): HistoricalOdds | IgnoredReason {
  const price = value > 1 ? oddsE4(value) : undefined;
  if (price === undefined) return 'impossible-price';
  if (market !== 'asian-handicap') return { book, market, line: fixed, side, stage, price };
  const written = lineColumn === null ? '' : (cells[lineColumn] ?? '').trim();
  if (written === '') return 'no-line';
  const line = readNumber(written);
  if (line === undefined || !Number.isInteger(line * 4)) return 'impossible-line';
  // A level ball is written both 0 and -0.
  return { book, market, line: line === 0 ? 0 : line, side, stage, price };
}
