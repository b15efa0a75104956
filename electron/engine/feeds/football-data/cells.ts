/** Why a cell was left out of a match that was otherwise imported. */
export type IgnoredReason =
  | 'not-a-number'
  | 'impossible-price' // not above 1
  | 'no-line' // a handicap price without its handicap
  | 'impossible-line' // a handicap that is no multiple of a quarter
  | 'no-column' // beyond the header, or under an empty or repeated name
  | 'bad-time'
  | 'impossible-score'; // more goals at half time than at full time

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** A plain decimal number; `undefined` for anything else, also for one beyond all numbers. */
export function readNumber(cell: string): number | undefined {
  const value = decimal.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Goals as an integer, also written `2.0`. */
export function readGoals(cell: string): number | undefined {
  const goals = readNumber(cell);
  return goals !== undefined && Number.isInteger(goals) && goals >= 0 && goals < 100 ? goals : undefined;
}

/** dd/mm/yy, dd/mm/yyyy or yyyy-mm-dd as an ISO date; two-digit years are 1970 to 2069. */
export function readDate(cell: string): string | undefined {
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(cell);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(cell);
  const [day, month, written] = slashed
    ? [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])]
    : [Number(iso?.[3]), Number(iso?.[2]), Number(iso?.[1])];
  const year = written >= 100 ? written : written + (written < 70 ? 2000 : 1900);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
}

/** HH:MM, seconds dropped. */
export function readTime(cell: string): string | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(cell);
  return match ? `${match[1]?.padStart(2, '0')}:${match[2]}` : undefined;
}

/** 2002/03, 2015/2016, 2002-2003, 0203 and 2014 as `2002/03` or `2014`; anything else as it is. */
export function readSeason(cell: string): string {
  const long = /^(\d{4})[/-](?:\d{2})?(\d{2})$/.exec(cell);
  if (long) return `${long[1]}/${long[2]}`;
  return seasonOfCode(cell) ?? cell;
}

/** `0203` or `9900` as in file names and addresses; `undefined` unless the years follow each other. */
export function seasonOfCode(code: string): string | undefined {
  const match = /^(\d{2})(\d{2})$/.exec(code);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || to !== (from + 1) % 100) return undefined;
  return `${from + (from < 70 ? 2000 : 1900)}/${match[2]}`;
}

/** The season a date falls into where seasons run from July to June. */
export function seasonOfDate(playedOn: string): string {
  const year = Number(playedOn.slice(0, 4)) - (playedOn.slice(5, 7) < '07' ? 1 : 0);
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
}
