const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;

/** Days from 1970-01-01 to an ISO date, without allocation. Hinnant, "chrono-compatible low-level date algorithms". */
export function dayNumber(date: string): number {
  const month = 10 * digit(date, 5) + digit(date, 6);
  const early = month <= 2 ? 1 : 0;
  const year = 1000 * digit(date, 0) + 100 * digit(date, 1) + 10 * digit(date, 2) + digit(date, 3) - early;
  const dayOfYear =
    Math.floor((153 * (month + 12 * early - 3) + 2) / 5) + 10 * digit(date, 8) + digit(date, 9) - 1;
  const era = Math.floor(year / 400);
  const yearOfEra = year - 400 * era;
  const dayOfEra = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return 146_097 * era + dayOfEra - 719_468;
}
