import { FOOTBALL_DATA_BOOKS } from '../../../../shared/domain/football-data-books.ts';
import type { HistoricalOdds } from '../../ports/market-store.ts';

/** What one column of a file holds. */
export type Column =
  | { readonly kind: 'field'; readonly field: Field }
  | ({ readonly kind: 'price'; readonly lineColumn: number | null } & Omit<HistoricalOdds, 'price'>)
  /** A handicap: read through the prices that stand on it. */
  | { readonly kind: 'line' }
  | { readonly kind: 'statistic'; readonly name: string }
  | { readonly kind: 'text' }
  /** Without a name, or with one that came before: whatever stands in it cannot be used. */
  | { readonly kind: 'nameless' };

const fieldNames = {
  division: ['Div'],
  country: ['Country'],
  league: ['League'],
  season: ['Season'],
  date: ['Date'],
  time: ['Time'],
  home: ['HomeTeam', 'Home', 'HT'],
  away: ['AwayTeam', 'Away', 'AT'],
  homeGoals: ['FTHG', 'HG'],
  awayGoals: ['FTAG', 'AG'],
  result: ['FTR', 'Res'],
  halfTimeHome: ['HTHG'],
  halfTimeAway: ['HTAG'],
} as const satisfies Record<string, readonly string[]>;
export type Field = keyof typeof fieldNames;

const required = ['date', 'home', 'away', 'homeGoals', 'awayGoals'] as const satisfies readonly Field[];
/** Columns of words, which are not kept. */
const textNames: ReadonlySet<string> = new Set(['HTR', 'Referee', 'Attendance']);

const code = Object.keys(FOOTBALL_DATA_BOOKS)
  .sort((a, b) => b.length - a.length)
  .join('|');

type Shape = {
  readonly pattern: RegExp;
  readonly market: HistoricalOdds['market'];
  readonly line: number | null;
  readonly side: (match: RegExpExecArray) => string | undefined;
};
const threeWay: Readonly<Record<string, string>> = { H: 'home', D: 'draw', A: 'away' };

/** Book, `C` for closing, side. `>2.5` is `_2_5` and `<2.5` `_2_5_1` where a tool has sanitised the names. */
const shapes: readonly Shape[] = [
  {
    pattern: new RegExp(`^(${code})(C?)([HDA])$`),
    market: 'match-odds',
    line: null,
    side: (match) => threeWay[match[3] ?? ''],
  },
  {
    pattern: new RegExp(`^(${code})(C?)([<>])2\\.5$`),
    market: 'totals',
    line: 2.5,
    side: (match) => (match[3] === '>' ? 'over' : 'under'),
  },
  {
    pattern: new RegExp(`^(${code})(C?)[._]2[._]5([._]1)?$`),
    market: 'totals',
    line: 2.5,
    side: (match) => (match[3] === undefined ? 'over' : 'under'),
  },
  {
    pattern: new RegExp(`^(${code})(C?)AH([HA])$`),
    market: 'asian-handicap',
    line: null,
    side: (match) => threeWay[match[3] ?? ''],
  },
];
/** `AHh` and `AHCh` for all books, `BbAHh` for Betbrain's, `B365AH` and the like for one book's own. */
const lineName = new RegExp(`^(?:AHh|AHCh|BbAHh|(?:${code})C?AH)$`);
/** Not a line though it looks like one: how many books Betbrain's handicap prices are of. */
const countName = 'BbAH';
const unknownThreeWay = /^([A-Z0-9][A-Za-z0-9]{0,7}?)(C?)([HDA])$/;

function priceColumn(name: string, positions: ReadonlyMap<string, number>): Column | undefined {
  for (const { pattern, market, line, side: sideOf } of shapes) {
    const match = pattern.exec(name);
    const abbreviation = match?.[1];
    const side = match && sideOf(match);
    if (!match || !side || abbreviation === undefined) continue;
    const closing = match[2] === 'C';
    const lineColumn = market === 'asian-handicap' ? handicapColumn(abbreviation, closing, positions) : null;
    const stage = closing ? 'closing' : 'pre-closing';
    return {
      kind: 'price',
      book: FOOTBALL_DATA_BOOKS[abbreviation] ?? abbreviation,
      market,
      line,
      side,
      stage,
      lineColumn,
    };
  }
  return unknownBookColumn(name, positions);
}

function handicapColumn(
  book: string,
  closing: boolean,
  positions: ReadonlyMap<string, number>,
): number | null {
  const stage = closing ? 'C' : '';
  const names = [`${book}${stage}AH`, ...(book.startsWith('Bb') ? ['BbAHh'] : []), `AH${stage}h`];
  return names.map((name) => positions.get(name)).find((position) => position !== undefined) ?? null;
}

/** A book this table does not know yet, told by its three columns standing together. */
function unknownBookColumn(name: string, positions: ReadonlyMap<string, number>): Column | undefined {
  const match = unknownThreeWay.exec(name);
  const stem = match?.[1];
  const side = threeWay[match?.[3] ?? ''];
  if (!match || !side || stem === undefined) return undefined;
  const prefix = name.slice(0, -1);
  if (!['H', 'D', 'A'].every((suffix) => positions.has(prefix + suffix))) return undefined;
  const closing = match[2] === 'C' && positions.has(`${stem}H`);
  return {
    kind: 'price',
    book: (closing ? stem : prefix).toLowerCase(),
    market: 'match-odds',
    line: null,
    side,
    stage: closing ? 'closing' : 'pre-closing',
    lineColumn: null,
  };
}

export type Layout = {
  readonly columns: readonly Column[];
  readonly fields: Readonly<Partial<Record<Field, number>>>;
};

/** What each column of a header holds; `undefined` when it is not a header of Football-Data's. */
export function readHeader(header: readonly string[]): Layout | undefined {
  const names = header.map((name) => name.trim());
  const positions = new Map<string, number>();
  names.forEach((name, position) => {
    if (name !== '' && !positions.has(name)) positions.set(name, position);
  });
  const fields: Partial<Record<Field, number>> = {};
  for (const [field, candidates] of Object.entries(fieldNames) as [Field, readonly string[]][]) {
    const position = candidates.map((name) => positions.get(name)).find((found) => found !== undefined);
    if (position !== undefined) fields[field] = position;
  }
  if (!required.every((field) => fields[field] !== undefined)) return undefined;
  const fieldAt = new Map(Object.entries(fields).map(([field, position]) => [position, field as Field]));
  const columns = names.map((name, position): Column => {
    const field = fieldAt.get(position);
    if (field) return { kind: 'field', field };
    if (name === '' || /^Unnamed/.test(name) || positions.get(name) !== position) return { kind: 'nameless' };
    if (textNames.has(name)) return { kind: 'text' };
    if (name !== countName && lineName.test(name)) return { kind: 'line' };
    return priceColumn(name, positions) ?? { kind: 'statistic', name };
  });
  return { columns, fields };
}

/** Said when a file is refused. */
export const expectedHeader =
  'a first line naming the columns: Date, HomeTeam, AwayTeam, FTHG, FTAG (or Home, Away, HG, AG), then odds such as B365H';
