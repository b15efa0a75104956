import type { EpochMs } from '../../../../shared/domain/units.ts';

/** A request that could be made. */
export type Wish = {
  /** Its channel. */
  readonly id: string;
  /** Credits at most; 0 is free. */
  readonly cost: number;
  /** What a millisecond of age costs us, see `worth.ts`. A free wish needs none. */
  readonly worth: number;
  /** The upstream refresh, or the interval of a free request: sooner brings the same again. */
  readonly floorMs: number;
  /** When it was last answered; `null` for never: it is wanted at once. */
  readonly since: EpochMs | null;
  /** Later by a failure or a refusal. */
  readonly notBefore: EpochMs | null;
  /**
   * Bets wait for it: it goes before everything else, may draw on the reserve and isn't paced, but asked again only
   * after so many milliseconds. `null` for everything else.
   */
  readonly essentialMs: number | null;
};

/** What may be spent, in credits. */
export type Purse = {
  /** Until the renewal, beyond what is under way. */
  readonly left: number;
  /** Kept back of it for essential wishes. */
  readonly reserve: number;
  /** What pacing lets go now; below zero after essential requests it did not cover. */
  readonly allowance: number;
  /** At which the allowance grows, credits a millisecond. */
  readonly rate: number;
};

export type Planned = { readonly wish: Wish; readonly at: EpochMs };
export type Plan = {
  /** To be asked now, the most worthwhile first. */
  readonly now: readonly Wish[];
  /** The rest, soonest first; what is never wanted, or can't be paid before the renewal, is not among them. */
  readonly next: readonly Planned[];
};

/**
 * The interval at which a paid wish is best asked at a price of `lambda`. Prices of age T cost worth x T^2 / 2 a round,
 * so the sum over all wishes of worth x T / 2 at a spending rate of sum(cost / T) is least at
 * T = sqrt(2 x lambda x cost / worth): the square-root rule of optimal polling, with Lagrange's lambda.
 */
const intervalAt = ({ cost, worth, floorMs }: Wish, lambda: number): number =>
  worth > 0 ? Math.max(floorMs, Math.sqrt((2 * lambda * cost) / worth)) : Number.POSITIVE_INFINITY;

const spendingAt = (wishes: readonly Wish[], lambda: number): number =>
  wishes.reduce((sum, wish) => sum + wish.cost / intervalAt(wish, lambda), 0);

const HALVINGS = 60;

/** The lambda at which all `wishes` together spend `rate` credits a millisecond; 0 when their floors spend less. */
export function shadowPrice(wishes: readonly Wish[], rate: number): number {
  if (spendingAt(wishes, 0) <= rate) return 0;
  if (!(rate > 0)) return Number.POSITIVE_INFINITY;
  // Without floors the price is known exactly, and floors only lower it.
  let high = wishes.reduce((sum, { cost, worth }) => sum + Math.sqrt((cost * worth) / 2), 0) ** 2 / rate ** 2;
  let low = 0;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (spendingAt(wishes, middle) > rate) low = middle;
    else high = middle;
  }
  return high;
}

const isPaced = (wish: Wish): boolean => wish.cost > 0 && wish.essentialMs === null;

/** How often each wish would be asked, in milliseconds; infinite for what is worth nothing. */
function intervalOf(wish: Wish, lambda: number): number {
  if (wish.cost === 0) return wish.floorMs;
  const interval = intervalAt(wish, lambda);
  return wish.essentialMs === null ? interval : Math.max(wish.floorMs, Math.min(interval, wish.essentialMs));
}

function dueAt(wish: Wish, lambda: number, now: EpochMs): number {
  const interval = intervalOf(wish, lambda);
  const wanted = interval === Number.POSITIVE_INFINITY ? interval : (wish.since ?? now - interval) + interval;
  return Math.max(wanted, wish.notBefore ?? 0);
}

/** What age has cost since the last answer, per credit: what is due is asked in this order. */
function urgency({ worth, cost, since }: Wish, now: EpochMs): number {
  if (cost === 0) return Number.POSITIVE_INFINITY;
  if (since === null) return (worth * Number.MAX_SAFE_INTEGER) / cost;
  return (worth * (now - since) ** 2) / (2 * cost);
}

const rank = (now: EpochMs) => (one: Wish, other: Wish) =>
  Number(other.cost === 0) - Number(one.cost === 0) ||
  Number(other.essentialMs !== null) - Number(one.essentialMs !== null) ||
  urgency(other, now) - urgency(one, now) ||
  (one.id < other.id ? -1 : 1);

/**
 * What to ask now, and when the rest comes up. Pure. Never asks for more credits than are left, nor for a paced wish
 * beyond the allowance or into the reserve, nor below a floor. A wish that is dearer than the allowance waits for it to
 * grow, and what is less urgent waits behind it, so that cheap requests don't starve it.
 */
export function plan(wishes: readonly Wish[], purse: Purse, now: EpochMs): Plan {
  const lambda = shadowPrice(wishes.filter(isPaced), purse.rate);
  const chosen: Wish[] = [];
  const next: Planned[] = [];
  let { left, allowance } = purse;
  const due: Wish[] = [];
  const payable = (wish: Wish) => wish.cost <= left - (isPaced(wish) ? purse.reserve : 0);
  for (const wish of wishes) {
    if (!payable(wish)) continue;
    const at = dueAt(wish, lambda, now);
    if (at <= now) due.push(wish);
    else if (at < Number.POSITIVE_INFINITY) next.push({ wish, at: Math.ceil(at) as EpochMs });
  }
  /** What the paced wishes before this one still want of the allowance. */
  let queued = 0;
  for (const wish of due.sort(rank(now))) {
    if (!payable(wish)) continue;
    const lacking = isPaced(wish) ? queued + wish.cost - allowance : 0;
    if (lacking > 0) {
      queued += wish.cost;
      const waitMs = lacking / purse.rate;
      if (waitMs < Number.POSITIVE_INFINITY) next.push({ wish, at: Math.ceil(now + waitMs) as EpochMs });
      continue;
    }
    chosen.push(wish);
    left -= wish.cost;
    allowance -= wish.cost;
  }
  next.sort((one, other) => one.at - other.at || (one.wish.id < other.wish.id ? -1 : 1));
  return { now: chosen, next };
}

/** The shortest interval at which any of `wishes` is asked at the present spending rate; `null` when none is. */
export function shortestIntervalMs(
  wishes: readonly Wish[],
  rate: number,
  of: (wish: Wish) => boolean,
): number | null {
  const lambda = shadowPrice(wishes.filter(isPaced), rate);
  const intervals = wishes.filter(of).map((wish) => intervalOf(wish, lambda));
  const shortest = Math.min(...intervals, Number.POSITIVE_INFINITY);
  return shortest === Number.POSITIVE_INFINITY ? null : shortest;
}

/** How much the wishes ask for: at a constant price the rate of spending is in proportion to it. */
export const demandOf = (wishes: readonly Wish[]): number =>
  wishes.filter(isPaced).reduce((sum, { cost, worth }) => sum + Math.sqrt(cost * worth), 0);
