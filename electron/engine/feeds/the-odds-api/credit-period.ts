import type { EpochMs } from '../../../../shared/domain/units.ts';

/** From one renewal of the credits to the next: `startsAt` inclusive, `renewsAt` exclusive. */
export type CreditPeriod = { readonly startsAt: EpochMs; readonly renewsAt: EpochMs };

/** Midnight UTC of `day` in the month, of its last day where it is shorter. */
function renewalIn(year: number, month: number, day: number): EpochMs {
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, lastDay)) as EpochMs;
}

/** The period that `now` is in, by the day of the month (1 to 31) on which credits are renewed. */
export function periodAt(now: EpochMs, renewalDay: number): CreditPeriod {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const here = renewalIn(year, month, renewalDay);
  return here <= now
    ? { startsAt: here, renewsAt: renewalIn(year, month + 1, renewalDay) }
    : { startsAt: renewalIn(year, month - 1, renewalDay), renewsAt: here };
}
