import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { SourceHealth } from '../source.ts';
import type { Breaker } from './breaker.ts';
import type { AccountState } from './credit-account.ts';
import type { NextCall } from './session.ts';

type Fact = SourceHealth['facts'][number];

/** `40 s`, `12 min`, `3 h`, `5 d`: how long until something. */
export function inWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

const soon = (at: EpochMs, now: EpochMs): string => (at <= now ? 'now' : `in ${inWords(at - now)}`);
const grouped = (credits: number): string => Math.round(credits).toLocaleString('en-GB');

function budgetFact({ spent, budget, left, period }: AccountState, now: EpochMs): Fact {
  const renewal = `renewed in ${inWords(period.renewsAt - now)}`;
  return {
    label: 'Credits of this month',
    value:
      budget === null
        ? `${grouped(spent)} spent, ${grouped(left)} left, no budget set, ${renewal}`
        : `${grouped(spent)} of ${grouped(budget)} spent, ${grouped(left)} left, ${renewal}`,
    tone: left === 0 ? 'bad' : budget !== null && left < budget / 20 ? 'warn' : 'plain',
  };
}

function breakerFact(breaker: Breaker, now: EpochMs): Fact {
  const label = 'Requests';
  switch (breaker.state) {
    case 'closed':
      return breaker.failures === 0
        ? { label, value: 'let through', tone: 'good' }
        : { label, value: `let through, ${breaker.failures} failed in a row`, tone: 'warn' };
    case 'open':
      return {
        label,
        value: `held back after repeated failures; a trial ${soon(breaker.until, now)}`,
        tone: 'bad',
      };
    case 'half-open':
      return { label, value: 'held back; a trial is under way', tone: 'warn' };
  }
}

export type FactInput = {
  readonly account: AccountState;
  readonly reserve: number;
  readonly breaker: Breaker;
  readonly next: readonly NextCall[];
  readonly now: EpochMs;
};

/** What people should know besides the numbers: the budget, whether requests go out, and what is asked next and why. */
export function factsOf({ account, reserve, breaker, next, now }: FactInput): readonly Fact[] {
  return [
    budgetFact(account, now),
    ...(account.renewedOn === null
      ? []
      : [
          {
            label: 'Renewal',
            value: `The API renewed the credits on day ${account.renewedOn} of the month; set the renewal day to it.`,
            tone: 'warn' as const,
          },
        ]),
    ...(reserve > 0
      ? [{ label: 'Kept for scores', value: `${grouped(reserve)} credits`, tone: 'plain' as const }]
      : []),
    breakerFact(breaker, now),
    ...next.map(({ what, at, why }, index) => ({
      label: index === 0 ? 'Next' : 'Then',
      value: `${what} ${soon(at, now)}${why === '' ? '' : `: ${why}`}`,
      tone: 'plain' as const,
    })),
  ];
}
