import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Meter } from './client.ts';
import { type CreditPeriod, periodAt } from './credit-period.ts';
import { type Means, movedOn, NEW_PACE, type Pace, rateAt } from './pacing.ts';

/** Keeps the account across runs. */
export type AccountMemory = { get(key: string): unknown; save(key: string, value: unknown): void };

export type AccountOptions = {
  /** `null`: whatever the key has. */
  readonly monthlyCredits: number | null;
  readonly renewalDay: number;
  readonly memory: AccountMemory;
  readonly now: EpochMs;
};

/** Credits set aside for a request under way. */
export type Hold = { readonly cost: number };

/** What a request turned out to cost, by its answer. */
export type Charge =
  | { readonly kind: 'known'; readonly credits: number }
  /** No usable answer came: it may have been charged. */
  | { readonly kind: 'unknown' };

export type AccountState = {
  readonly period: CreditPeriod;
  /** By us, in this period, with what is under way. */
  readonly spent: number;
  readonly budget: number | null;
  /** What may still be asked for before the renewal. */
  readonly left: number;
  /** Of the last paid request. */
  readonly lastCost: number;
  /** Of the whole key, as the API last said; `null` before it did. */
  readonly key: { readonly used: number; readonly remaining: number } | null;
  /** The API renewed the credits on another day than the one given, in UTC. */
  readonly renewedOn: number | null;
};

/** The money side of the polling: what was spent, what is left, and how fast it may go. */
export type CreditAccount = {
  /**
   * Sets `cost` aside; written down before the request is sent, so that no crash forgets it. Throws where it can't be
   * written down, and then nothing is set aside.
   */
  hold(cost: number, now: EpochMs): Hold;
  /**
   * Enters what became of a hold; a second time does nothing. Throws where it can't be written down: it counts all the
   * same, and what is written down is still the hold.
   */
  settle(hold: Hold, charge: Charge, meter: Meter, now: EpochMs): void;
  /** Writes down how it stands; for when `settle` could not. */
  keep(): void;
  /** The API said that nothing is left. */
  exhausted(now: EpochMs): void;
  /** The user says that there are credits again: what the API said of none is forgotten. */
  reopen(): void;
  state(now: EpochMs): AccountState;
  /** Allowance and rate for the demand of the moment. */
  pace(
    demand: number,
    means: Omit<Means, 'renewsAt'>,
    now: EpochMs,
  ): { readonly allowance: number; readonly rate: number };
  /** When nothing is left at the pace of the last day; `null`: not before the renewal. */
  exhaustedAt(now: EpochMs): EpochMs | null;
};

const MEMORY_KEY = 'credits';
const HOUR_MS = 3_600_000;
const HOURS_KEPT = 24;
/** What the free plan has a month; taken while neither the user nor the API has said anything. */
const FREE_PLAN = 500;
/** More than this many times the worst case in `x-requests-last` is nonsense. */
const MOST_TIMES_DEARER = 10;
/** A clock that was wrong is put right again: what was spent then must not be forgotten meanwhile. */
const PERIODS_KEPT = 12;

/** What was spent in the period that begins at `startsAt`. */
type Spending = { readonly startsAt: number; readonly spent: number };
type Spell = { readonly hour: number; readonly credits: number };
type Kept = Spending & {
  /** Other periods, the one it was in last first. */
  readonly others: readonly Spending[];
  readonly pace: Pace;
  readonly spells: readonly Spell[];
};

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** What an earlier run wrote down; `null` when there is none, or nothing readable. */
function kept(value: unknown): Kept | null {
  const { startsAt, spent, others, pace, spells } = fieldsOf(value);
  if (!isAmount(startsAt) || !isAmount(spent)) return null;
  const { allowance, demand, observedMs, at } = fieldsOf(pace);
  const listOf = (entries: unknown) => (Array.isArray(entries) ? entries.map(fieldsOf) : []);
  return {
    startsAt,
    spent,
    // The first versions kept one period.
    others: listOf(others).flatMap((other) =>
      isAmount(other['startsAt']) && isAmount(other['spent'])
        ? [{ startsAt: other['startsAt'], spent: other['spent'] }]
        : [],
    ),
    pace: {
      allowance: typeof allowance === 'number' && Number.isFinite(allowance) ? allowance : 0,
      demand: isAmount(demand) ? demand : null,
      observedMs: isAmount(observedMs) ? observedMs : 0,
      at: (isAmount(at) ? at : startsAt) as EpochMs,
    },
    spells: listOf(spells).flatMap(({ hour, credits }) =>
      isAmount(hour) && isAmount(credits) ? [{ hour, credits }] : [],
    ),
  };
}

export function createCreditAccount(options: AccountOptions): CreditAccount {
  const { monthlyCredits: budget, renewalDay, memory } = options;
  const found = kept(memory.get(MEMORY_KEY));
  let period = periodAt(options.now, renewalDay);
  let spent = 0;
  /** Nothing was written down of this period: what the key has used in it is taken for ours. */
  let unknownPast = false;
  let others: readonly Spending[] = found === null ? [] : [found, ...found.others];
  let pace = found?.pace ?? NEW_PACE(options.now);
  let spells: readonly Spell[] = found?.spells ?? [];
  const holds = new Set<Hold>();
  let held = 0;
  let lastCost = 0;
  let key: AccountState['key'] = null;
  /** The counters as last read, without what we know was spent since. */
  let read: AccountState['key'] = null;
  let renewedOn: number | null = null;
  /** The API refused a request for want of credits, and no free answer has said since that there are some. */
  let refused = false;
  /** Since the key's counters were last read. */
  let since = { known: 0, unknown: 0 };

  /** Takes what was spent in the period up again, where it was in it before. */
  const resume = () => {
    const before = others.find(({ startsAt }) => startsAt === period.startsAt);
    spent = before?.spent ?? 0;
    // Of a period before the last one too: it came of a wrong clock.
    const last = others[0]?.startsAt ?? Number.POSITIVE_INFINITY;
    unknownPast = before === undefined && period.startsAt < last;
    others = others
      .filter(({ startsAt }) => startsAt !== period.startsAt)
      .slice(0, PERIODS_KEPT - 1)
      .map((other) => ({ startsAt: other.startsAt, spent: other.spent }));
  };
  resume();

  const save = (standing = { held, pace }) =>
    memory.save(MEMORY_KEY, {
      startsAt: period.startsAt,
      spent: spent + standing.held,
      others,
      pace: standing.pace,
      spells,
    });

  /** A renewal by the calendar, or a clock that was set. What the API said of the other period is of no use any more. */
  const turn = (now: EpochMs) => {
    if (now < period.renewsAt && now >= period.startsAt) return;
    others = [{ startsAt: period.startsAt, spent }, ...others];
    period = periodAt(now, renewalDay);
    resume();
    key = null;
    read = null;
    refused = false;
    since = { known: 0, unknown: 0 };
    pace = { ...pace, allowance: 0, at: now };
  };

  const log = (credits: number, now: EpochMs) => {
    const hour = Math.floor(now / HOUR_MS);
    const before = spells.find((spell) => spell.hour === hour)?.credits ?? 0;
    spells = [
      ...spells.filter((spell) => spell.hour > hour - HOURS_KEPT && spell.hour !== hour),
      { hour, credits: Math.max(0, before + credits) },
    ];
  };

  /**
   * The key's counters. Only where both are there and add up to what they added up to before are they taken to correct
   * what we don't know: a request without an answer that `used` does not show was not charged.
   */
  const readMeter = ({ used, remaining }: Meter, now: EpochMs) => {
    if (used === undefined || remaining === undefined) {
      if (remaining !== undefined && key !== null) key = { ...key, remaining };
      return;
    }
    if (unknownPast) {
      spent = Math.max(spent, used - held);
      unknownPast = false;
    } else if (read !== null && used + remaining === read.used + read.remaining) {
      const counted = used - read.used;
      const day = new Date(now).getUTCDate();
      if (used < read.used / 2) renewedOn = day === renewalDay ? null : day;
      else if (counted >= since.known)
        spent -= Math.max(0, Math.min(since.unknown, since.unknown - (counted - since.known)));
    }
    read = { used, remaining };
    key = { used, remaining };
    since = { known: 0, unknown: 0 };
  };

  /** A paid request: by the price list or what the API says it cost, whichever is more and makes sense. */
  const enter = (hold: Hold, charge: Charge, { last, remaining }: Meter, now: EpochMs) => {
    const sensible = last !== undefined && last <= hold.cost * MOST_TIMES_DEARER;
    const credits = Math.max(charge.kind === 'known' ? charge.credits : hold.cost, sensible ? last : 0);
    spent += credits;
    since = { ...since, [charge.kind]: since[charge.kind] + credits };
    if (key !== null && remaining === undefined)
      key = { used: key.used + credits, remaining: Math.max(0, key.remaining - credits) };
    // What was set aside and not needed may go again, at once.
    pace = { ...pace, allowance: pace.allowance + hold.cost - credits };
    lastCost = sensible ? last : credits;
    log(credits, now);
  };

  const leftNow = (): number => {
    if (refused) return 0;
    const ofBudget = budget === null ? Number.POSITIVE_INFINITY : budget - spent - held;
    const ofKey = key === null ? Number.POSITIVE_INFINITY : key.remaining - held;
    const left = Math.min(ofBudget, ofKey);
    return Math.max(0, left === Number.POSITIVE_INFINITY ? FREE_PLAN - spent - held : left);
  };

  return {
    hold(cost, now) {
      turn(now);
      const next = { held: held + cost, pace: { ...pace, allowance: pace.allowance - cost } };
      if (cost > 0) save(next);
      ({ held, pace } = next);
      const hold = { cost };
      holds.add(hold);
      return hold;
    },
    settle(hold, charge, meter, now) {
      turn(now);
      if (!holds.delete(hold)) return;
      held -= hold.cost;
      if (hold.cost > 0) enter(hold, charge, meter, now);
      readMeter(meter, now);
      if (hold.cost === 0 && (meter.remaining ?? 0) > 0) refused = false;
      if (hold.cost > 0) save();
    },
    keep: () => save(),
    exhausted(now) {
      turn(now);
      refused = true;
    },
    reopen() {
      key = null;
      read = null;
      refused = false;
    },
    state(now) {
      turn(now);
      return { period, spent: spent + held, budget, left: leftNow(), lastCost, key, renewedOn };
    },
    pace(demand, means, now) {
      turn(now);
      const whole = { ...means, renewsAt: period.renewsAt };
      pace = movedOn(pace, demand, whole, now);
      return { allowance: pace.allowance, rate: rateAt(pace, demand, whole, now) };
    },
    exhaustedAt(now) {
      turn(now);
      const hour = Math.floor(now / HOUR_MS);
      const recent = spells.filter((spell) => spell.hour > hour - HOURS_KEPT);
      const oldest = Math.min(...recent.map((spell) => spell.hour), hour);
      const credits = recent.reduce((sum, spell) => sum + spell.credits, 0);
      const elapsed = Math.max(HOUR_MS, now - oldest * HOUR_MS);
      if (leftNow() === 0) return now;
      if (credits === 0) return null;
      const at = now + (leftNow() * elapsed) / credits;
      return at < period.renewsAt ? (Math.floor(at) as EpochMs) : null;
    },
  };
}
