import { oddsE4 } from '../../../../shared/domain/units.ts';
import type { HistoricalMatch, HistoricalOdds } from '../../ports/market-store.ts';
import { isControlled, type MatchRow } from '../match-file.ts';

/** Text in CSV; numbers and dates too in a spreadsheet. */
export type TennisCell = string | number | boolean | Date | null | undefined;

export type TennisQuarantineReason =
  | 'empty-row'
  | 'bad-date'
  | 'no-player'
  | 'same-player' // on both sides
  | 'control-characters' // in a name: not text
  | 'no-surface'
  | 'not-played' // a walkover, or awarded: nobody won it on court
  | 'bad-score';

export type TennisLayout = {
  readonly tour: 'ATP' | 'WTA';
  readonly positions: ReadonlyMap<string, number>;
  readonly books: readonly { readonly book: string; readonly winner: number; readonly loser: number }[];
};

/** Abbreviations of tennis-data's notes, by the books' names in imported matches. */
const BOOKS: Readonly<Record<string, string>> = {
  B365: 'bet365',
  PS: 'pinnacle',
  Max: 'maximum',
  Avg: 'average',
  EX: 'expekt',
  LB: 'ladbrokes',
  CB: 'centrebet',
  IW: 'interwetten',
  SJ: 'stanjames',
  UB: 'unibet',
  GB: 'gamebookers',
  'B&W': 'bwin',
  SB: 'sportingbet',
  BFE: 'betfair-exchange',
};
const REQUIRED = ['Date', 'Surface', 'Winner', 'Loser', 'Comment'] as const;

function textOf(cell: TennisCell): string {
  if (!(cell instanceof Date)) return String(cell ?? '').trim();
  // A number too large for a date is an invalid one.
  return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
}

/** What each column holds; `undefined` when it is no header of tennis-data's. */
export function readTennisHeader(header: readonly TennisCell[]): TennisLayout | undefined {
  const positions = new Map<string, number>();
  header.forEach((cell, position) => {
    const name = textOf(cell);
    if (name !== '' && !positions.has(name)) positions.set(name, position);
  });
  const tour = positions.has('ATP') ? 'ATP' : positions.has('WTA') ? 'WTA' : undefined;
  if (tour === undefined || !REQUIRED.every((name) => positions.has(name))) return undefined;
  const books = Object.entries(BOOKS).flatMap(([code, book]) => {
    const [winner, loser] = [positions.get(`${code}W`), positions.get(`${code}L`)];
    return winner === undefined || loser === undefined ? [] : [{ book, winner, loser }];
  });
  return { tour, positions, books };
}

/** Month first in CSV; a date of its own in a spreadsheet. */
function readUsDate(text: string): string | undefined {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const [year, month, day] = us ? [us[3], us[1], us[2]] : [iso?.[1], iso?.[2], iso?.[3]];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists =
    date.getUTCFullYear() === Number(year) &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day);
  return exists ? date.toISOString().slice(0, 10) : undefined;
}

const readCount = (text: string): number | undefined =>
  /^\d{1,3}(?:\.0)?$/.test(text) ? Number(text) : undefined;

type Essentials = {
  readonly playedOn: string;
  readonly surface: string;
  readonly winner: string;
  readonly loser: string;
  readonly winnerSets: number;
  readonly loserSets: number;
};

/** What a row must have to be a match, or why it is none. */
function readEssentials(at: (name: string) => string): Essentials | TennisQuarantineReason {
  const playedOn = readUsDate(at('Date'));
  if (playedOn === undefined) return 'bad-date';
  const [winner, loser, surface] = [at('Winner'), at('Loser'), at('Surface')];
  if (winner === '' || loser === '') return 'no-player';
  if (winner.toLowerCase() === loser.toLowerCase()) return 'same-player';
  if ([winner, loser, surface].some(isControlled)) return 'control-characters';
  if (surface === '') return 'no-surface';
  if (!/^(?:completed|retired)$/i.test(at('Comment'))) return 'not-played';
  const winnerSets = readCount(at('Wsets'));
  const loserSets = readCount(at('Lsets'));
  if (winnerSets === undefined || loserSets === undefined) return 'bad-score';
  // A retirement can leave the winner behind in sets: what counts is who won.
  return { playedOn, surface, winner, loser, winnerSets: Math.max(winnerSets, loserSets + 1), loserSets };
}

function readOdds(
  books: TennisLayout['books'],
  cells: readonly TennisCell[],
  winnerIsHome: boolean,
  ignored: string[],
): readonly HistoricalOdds[] {
  return books.flatMap(({ book, winner, loser }) =>
    [winner, loser].flatMap((position, index): HistoricalOdds[] => {
      const written = textOf(cells[position]);
      if (written === '') return [];
      const price = Number(written) > 1 ? oddsE4(Number(written)) : undefined;
      if (price === undefined) {
        ignored.push(Number.isNaN(Number(written)) ? 'not-a-number' : 'impossible-price');
        return [];
      }
      const side = (index === 0) === winnerIsHome ? 'home' : 'away';
      return [{ book, market: 'moneyline', line: null, side, stage: 'pre-closing', price }];
    }),
  );
}

/** A reader of one file's rows. */
export function createTennisRowReader({ tour, positions, books }: TennisLayout) {
  return (cells: readonly TennisCell[], line: number): MatchRow<TennisQuarantineReason> => {
    const at = (name: string): string => {
      const position = positions.get(name);
      return position === undefined ? '' : textOf(cells[position]);
    };
    const blank = cells.every((cell) => textOf(cell) === '');
    const known = blank ? 'empty-row' : readEssentials(at);
    if (typeof known === 'string') {
      const sample = cells.map(textOf).join(',').slice(0, 1_900);
      return { kind: 'quarantined', line, reason: known, sample };
    }
    const { playedOn, surface, winner, loser, winnerSets, loserSets } = known;
    const winnerIsHome = winner < loser;
    const [home, away] = winnerIsHome ? [winner, loser] : [loser, winner];
    const place = `${at('Tournament')}|${at('Round')}`;
    const identity = `tennis-data|${tour}|${playedOn}|${place}|${home}|${away}`.toLowerCase();
    const ignored: string[] = [];
    const match: HistoricalMatch = {
      identity,
      occurrence: 1,
      competition: `${tour} ${surface}`,
      season: playedOn.slice(0, 4),
      playedOn,
      kickOff: null,
      home,
      away,
      homeGoals: winnerIsHome ? winnerSets : loserSets,
      awayGoals: winnerIsHome ? loserSets : winnerSets,
      halfTimeHome: null,
      halfTimeAway: null,
      statistics: {
        bestOf: readCount(at('Best of')) ?? 3,
        ...(/^retired$/i.test(at('Comment')) ? { retired: 1 } : {}),
      },
      odds: readOdds(books, cells, winnerIsHome, ignored),
    };
    return { kind: 'match', line, match, ignored };
  };
}
