import type { EpochMs } from '../../shared/domain/units.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-21 14:05:09`, in the machine's zone. Whole seconds: what is below is left out. */
export function isoMoment(at: EpochMs): string {
  const date = new Date(at);
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export type ReadMoment =
  | { readonly ok: true; readonly at: EpochMs }
  | { readonly ok: false; readonly problem: string };

const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+|$)/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

const wrong = (problem: string): ReadMoment => ({ ok: false, problem });

/**
 * A moment as people type it, in the machine's zone, `Z` behind it meaning UTC: a day and a time, a day alone for its
 * first second, or a time alone on the day of `near`. What no calendar has (31 June, 25:00) is refused, never shifted.
 */
export function readMomentText(text: string, near: EpochMs): ReadMoment {
  const trimmed = text.trim();
  const utc = /z$/i.test(trimmed);
  const words = utc ? trimmed.slice(0, -1).trim() : trimmed;
  const day = DAY.exec(words);
  const rest = day === null ? words : words.slice(day[0].length);
  const time = rest === '' && day !== null ? ['', '0', '0', '0'] : TIME.exec(rest);
  if (time === null) return wrong('Write a moment like 2026-11-21 14:05:09, or 14:05 for the same day.');
  const [hours, minutes, seconds] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59)
    return wrong(`There is no ${rest} in a day: hours run from 00 to 23.`);
  const date = new Date(near);
  const [year, month, dayOfMonth] =
    day !== null
      ? [Number(day[1]), Number(day[2]), Number(day[3])]
      : utc
        ? [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
        : [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const at = utc
    ? new Date(Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds))
    : new Date(year, month - 1, dayOfMonth, hours, minutes, seconds);
  const inCalendar = utc
    ? at.getUTCMonth() === month - 1 && at.getUTCDate() === dayOfMonth
    : at.getMonth() === month - 1 && at.getDate() === dayOfMonth;
  if (!inCalendar) return wrong(`There is no day ${words.slice(0, 10)}: check year, month and day.`);
  return { ok: true, at: at.getTime() as EpochMs };
}
