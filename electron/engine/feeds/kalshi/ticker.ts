/** A sports event's ticker: `KXNFLGAME-25SEP07BALBUF`, with the time `KXMLBGAME-26JUL281945CHCSTL`. */
export type EventTicker = {
  readonly series: string;
  /** The same in every series of one game: `25SEP07BALBUF`. */
  readonly game: string;
  /** Of the game where it is played for, in Eastern time: `2025-09-07`. */
  readonly date: string;
  /** Eastern time of day, where the ticker tells: `19:45`. */
  readonly time: string | null;
  /** Both sides' codes, one behind the other: `BALBUF`. */
  readonly codes: string;
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const EVENT = /^([A-Z0-9]+)-((\d{2})([A-Z]{3})(\d{2})(?:(\d{2})(\d{2}))?([A-Z][A-Z0-9]*?)(?:G?\d)?)$/;

export function readEventTicker(ticker: string): EventTicker | undefined {
  const [, series, game, year, monthName = '', day, hour, minute, codes] = EVENT.exec(ticker) ?? [];
  const month = MONTHS.indexOf(monthName) + 1;
  if (series === undefined || game === undefined || codes === undefined || month === 0) return undefined;
  const date = `20${year}-${String(month).padStart(2, '0')}-${day}`;
  if (Number.isNaN(Date.parse(date))) return undefined;
  const told = hour !== undefined && Number(hour) < 24 && Number(minute) < 60;
  return { series, game, date, time: told ? `${hour}:${minute}` : null, codes };
}

/** What is behind an event's ticker in that of one of its markets: `BUF`, `TIE`, `DAL4`, `45`. */
export const marketSuffix = (ticker: string, event: string): string | undefined =>
  ticker.startsWith(`${event}-`) ? ticker.slice(event.length + 1) : undefined;

/**
 * The two codes that `codes` is made of, in its order, given both in any order; `undefined` where they don't make it up
 * exactly, or do both ways round.
 */
export function orderCodes(codes: string, one: string, other: string): readonly [string, string] | undefined {
  const forward = codes === one + other;
  const backward = codes === other + one;
  if (forward === backward) return undefined;
  return forward ? [one, other] : [other, one];
}
