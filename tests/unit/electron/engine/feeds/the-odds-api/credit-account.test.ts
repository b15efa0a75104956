import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCreditAccount } from '../../../../../../electron/engine/feeds/the-odds-api/credit-account.ts';
import { periodAt } from '../../../../../../electron/engine/feeds/the-odds-api/credit-period.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

const at = (iso: string) => Date.parse(iso) as EpochMs;
const NOW = at('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;

function open({
  monthlyCredits = 1_000 as number | null,
  memory = new Map<string, unknown>(),
  now = NOW,
} = {}) {
  return createCreditAccount({
    monthlyCredits,
    renewalDay: 1,
    now,
    memory: {
      get: (key) => memory.get(key),
      save: (key, value) => void memory.set(key, structuredClone(value)),
    },
  });
}
const known = (credits: number) => ({ kind: 'known', credits }) as const;
const unknown = { kind: 'unknown' } as const;
const meter = (used: number, last: number) => ({ used, remaining: 20_000 - used, last });

describe('the credit period', () => {
  it.each([
    ['2026-03-10T12:00:00Z', 1, '2026-03-01', '2026-04-01'],
    ['2026-03-10T12:00:00Z', 17, '2026-02-17', '2026-03-17'],
    ['2026-03-30T23:59:59Z', 31, '2026-02-28', '2026-03-31'],
    ['2026-03-31T00:00:00Z', 31, '2026-03-31', '2026-04-30'],
    ['2028-02-29T00:00:00Z', 30, '2028-02-29', '2028-03-30'],
    ['2026-01-05T00:00:00Z', 10, '2025-12-10', '2026-01-10'],
  ])('at %s with day %d goes from %s to %s', (now, day, from, to) => {
    const { startsAt, renewsAt } = periodAt(at(now), day);
    expect([startsAt, renewsAt].map((time) => new Date(time).toISOString().slice(0, 10))).toEqual([from, to]);
  });

  it('always contains the moment, for every day of the month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 31 }), (now, day) => {
        const { startsAt, renewsAt } = periodAt(now as EpochMs, day);
        expect(startsAt).toBeLessThanOrEqual(now);
        expect(renewsAt).toBeGreaterThan(now);
        expect(periodAt(renewsAt, day).startsAt).toBe(renewsAt);
      }),
    );
  });
});

describe('the credit account', () => {
  it('is as it was when what is set aside can not be written down', () => {
    const memory = { get: () => undefined, save: () => {} };
    const account = createCreditAccount({ monthlyCredits: 100, renewalDay: 1, now: NOW, memory });
    const demand = { spendable: 100, dearest: 6 };
    const before = [account.state(NOW), account.pace(6, demand, NOW)];
    memory.save = () => {
      throw new Error('The disk is full.');
    };
    for (let time = 0; time < 20; time += 1) expect(() => account.hold(6, NOW)).toThrow('The disk is full.');
    expect([account.state(NOW), account.pace(6, demand, NOW)]).toEqual(before);
  });

  it('settles what was set aside once', () => {
    const account = open({ monthlyCredits: 100 });
    const hold = account.hold(6, NOW);
    account.settle(hold, known(6), {}, NOW);
    account.settle(hold, known(1), {}, NOW);
    expect(account.state(NOW)).toMatchObject({ spent: 6, left: 94 });
  });

  it('sets credits aside before a request, and remembers them through a crash', () => {
    const memory = new Map<string, unknown>();
    const account = open({ memory });
    account.settle(account.hold(6, NOW), known(6), {}, NOW);
    account.hold(6, NOW);
    expect(account.state(NOW)).toMatchObject({ spent: 12, left: 988 });
    expect(open({ memory }).state(NOW)).toMatchObject({ spent: 12, left: 988 });
  });

  it('begins anew at the renewal, and not before', () => {
    const memory = new Map<string, unknown>();
    const account = open({ memory });
    account.settle(account.hold(400, NOW), known(400), {}, NOW);
    const before = (at('2026-04-01T00:00:00Z') - 1) as EpochMs;
    expect(open({ memory, now: before }).state(before).left).toBe(600);
    expect(account.state(before).left).toBe(600);
    expect(account.state(at('2026-04-01T00:00:00Z')).left).toBe(1_000);
    const april = at('2026-04-03T00:00:00Z');
    expect(open({ memory, now: april }).state(april).left).toBe(1_000);
  });

  describe('when the clock was wrong across a renewal', () => {
    const april = at('2026-04-03T00:00:00Z');
    const spend = (account: ReturnType<typeof open>, credits: number, now: EpochMs) =>
      account.settle(account.hold(credits, now), known(credits), {}, now);

    it('knows what was spent before, once it is put right', () => {
      const account = open();
      spend(account, 900, NOW);
      spend(account, 10, april);
      expect(account.state(april)).toMatchObject({ spent: 10, left: 990 });
      expect(account.state(NOW)).toMatchObject({ spent: 900, left: 100 });
      spend(account, 10, NOW);
      expect(account.state(NOW)).toMatchObject({ spent: 910, left: 90 });
      expect(account.state(april).spent).toBe(10);
    });

    it.each([
      ['ahead', april],
      ['behind', at('2026-02-03T00:00:00Z')],
      ['by years', at('2099-01-01T00:00:00Z')],
    ])('knows it through other runs (%s)', (_, wrong) => {
      const memory = new Map<string, unknown>();
      spend(open({ memory }), 900, NOW);
      spend(open({ memory, now: wrong }), 10, wrong);
      spend(open({ memory, now: wrong }), 5, wrong);
      expect(open({ memory, now: wrong }).state(wrong).spent).toBe(15);
      expect(open({ memory }).state(NOW)).toMatchObject({ spent: 900, left: 100 });
    });

    it('knows it though nothing was spent meanwhile but what is under way', () => {
      const memory = new Map<string, unknown>();
      const account = open({ memory });
      const hold = account.hold(6, NOW);
      account.settle(hold, known(6), {}, april);
      expect(account.state(NOW).spent + account.state(april).spent).toBe(6);
      expect(open({ memory, now: april }).state(april).spent).toBe(6);
    });

    it('takes what the key has used for ours where the clock was wrong from the beginning', () => {
      const memory = new Map<string, unknown>();
      const account = open({ memory, now: april });
      spend(account, 10, april);
      account.settle(account.hold(0, NOW), known(0), meter(700, 0), NOW);
      expect(account.state(NOW)).toMatchObject({ spent: 700, left: 300 });
      spend(account, 10, NOW);
      expect(open({ memory }).state(NOW)).toMatchObject({ spent: 710, left: 290 });
    });

    it('keeps a few periods, those it was in last', () => {
      const memory = new Map<string, unknown>();
      spend(open({ memory }), 900, NOW);
      for (let month = 0; month < 100; month += 1) {
        const now = Date.UTC(2030, month, 5) as EpochMs;
        spend(open({ memory, now }), 7, now);
      }
      const last = Date.UTC(2030, 98, 5) as EpochMs;
      expect(open({ memory, now: last }).state(last).spent).toBe(7);
      expect(open({ memory }).state(NOW).spent).toBe(0);
      expect(JSON.stringify([...memory.values()]).length).toBeLessThan(1_500);
    });

    it('reads what was written down before periods were kept apart', () => {
      const startsAt = at('2026-03-01T00:00:00Z');
      const memory = new Map<string, unknown>([['credits', { startsAt, spent: 900 }]]);
      expect(open({ memory }).state(NOW).spent).toBe(900);
      spend(open({ memory, now: april }), 10, april);
      expect(open({ memory }).state(NOW).spent).toBe(900);
    });
  });

  it('believes the dearer of price list and header, unless that is nonsense', () => {
    const account = open();
    const cost = (last: number | undefined) => {
      const before = account.state(NOW).spent;
      account.settle(account.hold(3, NOW), known(3), last === undefined ? {} : { last }, NOW);
      return account.state(NOW).spent - before;
    };
    expect([cost(3), cost(0), cost(5), cost(undefined), cost(99_999)]).toEqual([3, 3, 5, 3, 3]);
  });

  it('takes back what a request without an answer was not charged, when the counters show it', () => {
    const account = open();
    account.settle(account.hold(3, NOW), known(3), meter(3, 3), NOW);
    account.settle(account.hold(3, NOW), unknown, {}, NOW);
    account.settle(account.hold(3, NOW), unknown, {}, NOW);
    expect(account.state(NOW).spent).toBe(9);
    // One of the two was charged.
    account.settle(account.hold(3, NOW), known(3), meter(9, 3), NOW);
    expect(account.state(NOW).spent).toBe(9);
  });

  it('takes nothing back by counters that do not add up, or miss what is known', () => {
    const account = open();
    account.settle(account.hold(3, NOW), known(3), meter(3, 3), NOW);
    account.settle(account.hold(3, NOW), unknown, {}, NOW);
    account.settle(account.hold(3, NOW), known(3), { used: 6, remaining: 12, last: 3 }, NOW);
    expect(account.state(NOW).spent).toBe(9);
    account.settle(account.hold(3, NOW), unknown, {}, NOW);
    account.settle(account.hold(3, NOW), known(3), { used: 6, remaining: 12, last: 3 }, NOW);
    expect(account.state(NOW).spent).toBe(15);
  });

  it('stays under what the key itself has left, whoever used it', () => {
    const account = open();
    account.settle(account.hold(0, NOW), known(0), { used: 19_990, remaining: 10, last: 0 }, NOW);
    // Nothing was written down before, so what the key used is taken for ours: the budget is spent.
    expect(account.state(NOW).left).toBe(0);
    const free = open({ monthlyCredits: null });
    free.settle(free.hold(0, NOW), known(0), { used: 19_990, remaining: 10, last: 0 }, NOW);
    expect(free.state(NOW).left).toBe(10);
    free.settle(free.hold(4, NOW), known(4), {}, NOW);
    expect(free.state(NOW).left).toBe(6);
  });

  it('has nothing after a refusal until a free answer shows credits, or the user says so', () => {
    const account = open();
    account.exhausted(NOW);
    account.settle(account.hold(2, NOW), known(2), meter(2, 2), NOW);
    expect(account.state(NOW).left).toBe(0);
    account.settle(account.hold(0, NOW), known(0), meter(2, 0), NOW);
    expect(account.state(NOW).left).toBeGreaterThan(0);
    account.exhausted(NOW);
    account.reopen();
    expect(account.state(NOW).left).toBeGreaterThan(0);
  });

  it('projects when it runs out at the pace of the last day', () => {
    const account = open({ monthlyCredits: 100 });
    expect(account.exhaustedAt(NOW)).toBeNull();
    account.settle(account.hold(50, NOW), known(50), {}, NOW);
    const later = (NOW + 2 * HOUR) as EpochMs;
    expect(account.exhaustedAt(later)).toBe(later + 2 * HOUR);
    account.settle(account.hold(50, later), known(50), {}, later);
    expect(account.exhaustedAt(later)).toBe(later);
  });

  it('lets a busy time go faster than the average, at most three times, and never past what is left', () => {
    const account = open();
    const means = { spendable: 1_000, dearest: 6 };
    let now = NOW;
    for (let hour = 0; hour < 48; hour += 1) {
      account.pace(10, means, now);
      now = (now + HOUR) as EpochMs;
    }
    const average = 1_000 / (at('2026-04-01T00:00:00Z') - now);
    const usual = account.pace(10, means, now).rate;
    const busy = account.pace(20, means, now).rate;
    expect(usual / average).toBeCloseTo(1, 6);
    expect(busy / average).toBeCloseTo(2, 1);
    expect(account.pace(1_000, means, now).rate / average).toBeCloseTo(3, 6);
    expect(account.pace(10, means, now).allowance).toBeLessThanOrEqual(average * 24 * HOUR * 1.01);
  });

  it('survives whatever was written down', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        const account = open({ memory: new Map([['credits', junk]]) });
        const { left } = account.state(NOW);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
