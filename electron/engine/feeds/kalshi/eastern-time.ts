import type { EpochMs } from '../../../../shared/domain/units.ts';

const EASTERN = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** Eastern date (`2026-07-28`) and time of day (`19:45`) of a moment. */
export function easternOf(at: EpochMs): { readonly date: string; readonly time: string } {
  const parts = new Map(EASTERN.formatToParts(at).map(({ type, value }) => [type, value]));
  const get = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  return { date: `${get('year')}-${get('month')}-${get('day')}`, time: `${get('hour')}:${get('minute')}` };
}

const HOUR_MS = 3_600_000;

/** The moment of an Eastern date and time of day; `undefined` where the clocks skip it or it is no time. */
export function easternMoment(date: string, time: string): EpochMs | undefined {
  const utc = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(utc)) return undefined;
  // Daylight or standard time: four or five hours behind.
  for (const hours of [4, 5]) {
    const moment = (utc + hours * HOUR_MS) as EpochMs;
    const back = easternOf(moment);
    if (back.date === date && back.time === time) return moment;
  }
  return undefined;
}
