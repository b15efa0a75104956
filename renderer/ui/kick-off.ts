import type { SportingEvent } from '../../shared/domain/catalogue.ts';
import { sportOfKey } from '../../shared/domain/sports.ts';
import type { EpochMs } from '../../shared/domain/units.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const dayOfMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/**
 * When an event is, in as little room as possible: `45s`, `12m`, `3h 05m`, `Sat 15:00`, `12 Dec`, then `63'` or
 * `in play`, `FT`, `postp.`, `aband.`; `due` when the start has passed unannounced.
 */
export function kickOffText(
  event: Pick<SportingEvent, 'startsAt' | 'status' | 'sport'>,
  now: EpochMs,
): string {
  const { status, startsAt, sport } = event;
  switch (status) {
    case 'ended':
      return 'FT';
    case 'postponed':
      return 'postp.';
    case 'abandoned':
      return 'aband.';
    case 'live':
      // Other sports' clocks stop, or they have none: minutes since the start say nothing there.
      return sportOfKey(sport) === 'football'
        ? matchClock(Math.max(1, Math.ceil((now - startsAt) / MINUTE)))
        : 'in play';
    case 'scheduled':
      return countdown(startsAt, startsAt - now);
  }
}

const HALF = 45;
const BREAK = 15;

/**
 * A football match's minute from the minutes since its start. Sources don't say when the break is, so it is taken to
 * last from 45 to 60: `45+'` until then, and `90+'` once the second half's time is up.
 */
function matchClock(elapsed: number): string {
  if (elapsed <= HALF) return `${elapsed}'`;
  if (elapsed <= HALF + BREAK) return `${HALF}+'`;
  return elapsed - BREAK > 2 * HALF ? `${2 * HALF}+'` : `${elapsed - BREAK}'`;
}

function countdown(startsAt: EpochMs, left: number): string {
  if (left <= 0) return 'due';
  if (left < MINUTE) return `${Math.ceil(left / SECOND)}s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)}m`;
  if (left < 12 * HOUR)
    return `${Math.floor(left / HOUR)}h ${String(Math.floor((left % HOUR) / MINUTE)).padStart(2, '0')}m`;
  if (left < 6 * DAY) return `${weekday.format(startsAt)} ${timeOfDay.format(startsAt)}`;
  return dayOfMonth.format(startsAt);
}

/** `2-1`, or nothing before there is a score. */
export const scoreText = ({ score }: Pick<SportingEvent, 'score'>): string =>
  score === null ? '' : `${score.home}-${score.away}`;
