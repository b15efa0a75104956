import { afterEach, describe, expect, it } from 'vitest';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import { theOddsApiKind } from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import {
  betOn,
  type Day,
  type DayOptions,
  type Outage,
  openDay,
} from '../../../../../support/odds-api-day.ts';
import type { Fault, Quota } from '../../../../../support/odds-api-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FLOOR = 40_000;

const error = (status: number, code?: string): Fault => ({
  kind: 'error',
  status,
  ...(code === undefined ? {} : { code }),
});
const between = (fromHour: number, minutes: number, ...faults: readonly Fault[]): Outage => ({
  from: fromHour * HOUR,
  to: fromHour * HOUR + minutes * MINUTE,
  faults,
});

/** What goes wrong through the day. */
const OUTAGES: readonly Outage[] = [
  between(0.5, 5, error(429, 'EXCEEDED_FREQ_LIMIT')),
  between(2, 20, error(500), error(502), { kind: 'html', status: 503 }),
  between(4, 15, { kind: 'silent', charged: true }),
  between(5.5, 10, { kind: 'reset' }, { kind: 'truncated-http' }),
  between(7, 30, { kind: 'truncated-json' }),
  between(9, 20, { kind: 'html' }, { kind: 'body', body: '{"leagues":[]}' }),
  between(11, 10, error(401)),
  between(12, 10, error(401, 'OUT_OF_USAGE_CREDITS')),
  between(14, 60, { kind: 'silent' }, error(429), { kind: 'reset' }, error(500), { kind: 'bad-gzip' }),
  between(17, 5, error(403)),
  between(20, 3, error(429, 'OUT_OF_USAGE_CREDITS'), error(429, 'EXCEEDED_FREQ_LIMIT')),
];

/** Headers that are missing, no numbers, or wrong, an hour each; every other hour they are true. */
const LIES: readonly ((truth: Quota) => Record<string, string>)[] = [
  () => ({}),
  () => ({ 'x-requests-last': 'three', 'x-requests-used': '', 'x-requests-remaining': 'NaN' }),
  ({ used, remaining }) => ({
    'x-requests-last': '0',
    'x-requests-used': String(used),
    'x-requests-remaining': String(remaining),
  }),
  () => ({ 'x-requests-last': '-4', 'x-requests-used': '1e999', 'x-requests-remaining': '-1' }),
  () => ({ 'x-requests-last': '0', 'x-requests-used': '0', 'x-requests-remaining': '100000000' }),
  () => ({ 'x-requests-last': '99999', 'x-requests-used': '7', 'x-requests-remaining': '3.5' }),
];
const truthful = ({ used, remaining, last }: Quota) => ({
  'x-requests-last': String(last),
  'x-requests-used': String(used),
  'x-requests-remaining': String(remaining),
});
const STARTS_AT = Date.parse('2026-03-14T00:00:00Z');
const headers = (truth: Quota, at: number): Record<string, string> => {
  const hour = Math.floor((at - STARTS_AT) / HOUR);
  return hour % 2 === 0 ? truthful(truth) : (LIES[((hour - 1) / 2) % LIES.length] ?? truthful)(truth);
};

/** Two days are left of the month, so that a day's pace is near half of the budget. */
const options: DayOptions = {
  startsAt: STARTS_AT,
  sports: 12,
  eventsEach: 40,
  monthlyCredits: 6_000,
  renewalDay: 16,
  outages: OUTAGES,
  headers,
  withBets: (now) => [0, 1, 2].map((sport) => betOn(options, sport, 3)).filter((bet) => bet.startsAt <= now),
};

let day: Day | undefined;
afterEach(async () => {
  await day?.close();
  day = undefined;
});

const runDay = async (change: Partial<DayOptions> = {}): Promise<Day> => {
  day = await openDay({ ...options, ...change });
  await day.run(DAY);
  return day;
};
/** Most requests sent within any second. */
function mostPerSecond(sent: Day['sent']): number {
  let [first, most] = [0, 0];
  sent.forEach(({ at }, index) => {
    while ((sent[first]?.at ?? at) <= at - 1_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
/** Times of the quotes that were told, in order. */
const quoteTimes = (events: readonly FeedEvent[]): readonly number[] =>
  events.flatMap((event) => (event.kind === 'quotes' ? (event.quotes[0]?.receivedAt ?? []) : []));

/** Some thousand requests on real sockets. */
const PATIENCE = { timeout: 120_000 };

describe('24 hours of faults over 480 events', PATIENCE, () => {
  it('keep to the budget, the limits and the floors, and end each outage with prices', async () => {
    const { server, source, events, sent, mostAtOnce, payloads } = await runDay();
    expect(server.spent()).toBeLessThanOrEqual(options.monthlyCredits);
    // Worth the budget: about half of it, and more than a third, went on the first of two days.
    expect(server.spent()).toBeGreaterThan(options.monthlyCredits / 3);
    expect(mostPerSecond(sent)).toBeLessThanOrEqual(30);
    expect(mostAtOnce()).toBeLessThanOrEqual(4);

    const told = quoteTimes(events);
    for (const { to } of OUTAGES) {
      const ended = STARTS_AT + to;
      const next = told.find((at) => at >= ended) ?? Number.POSITIVE_INFINITY;
      expect((next - ended) / MINUTE, `prices after the outage until hour ${to / HOUR}`).toBeLessThan(20);
    }

    // Answers about prices of one sport are never closer than the fastest upstream refresh.
    const answered = new Map<string, number>();
    for (const { channel, at } of payloads.filter((payload) => payload.channel.startsWith('odds '))) {
      const before = answered.get(channel);
      const damaged = events.some((event) => event.kind === 'quarantine' && event.at === before);
      if (before !== undefined && !damaged) expect(at - before).toBeGreaterThanOrEqual(FLOOR);
      answered.set(channel, at);
    }
    const scores = events.filter((event) => event.kind === 'score' && event.status === 'ended');
    expect(scores.length).toBeGreaterThan(0);
    const { counts, credits, facts } = source.health();
    expect(counts.received).toBe(counts.used + counts.duplicate + counts.quarantined);
    expect(credits?.budget).toBe(options.monthlyCredits);
    expect(facts.map(({ label }) => label)).toEqual(expect.arrayContaining(['Requests', 'Next']));
  });

  it('are the same each time, and replay to the same events from their payloads', async () => {
    const short = { sports: 4, monthlyCredits: 2_000 };
    const first = await runDay(short);
    await first.close();
    const replayed: FeedEvent[] = [];
    const decoder = theOddsApiKind.decoder({ oddsFormat: 'decimal' }, (event) => void replayed.push(event));
    for (const payload of first.payloads) decoder.take(payload);
    expect(replayed).toEqual(first.events);
    const second = await runDay(short);
    expect(second.sent).toEqual(first.sent);
    expect(second.events).toEqual(first.events);
  });

  it('never exceed a budget that is too small for a day, even over a restart', async () => {
    const memory = new Map<string, unknown>();
    const small = { monthlyCredits: 120, renewalDay: 15, outages: [], memory, withBets: () => [] };
    const first = await openDay({ ...options, ...small });
    await first.run(12 * HOUR);
    const spent = first.server.spent();
    await first.close();
    day = await openDay({ ...options, ...small, startsAt: STARTS_AT + 12 * HOUR });
    await day.run(12 * HOUR - MINUTE);
    expect(spent).toBeGreaterThan(0);
    expect(spent + day.server.spent()).toBeLessThanOrEqual(120);
    expect(day.server.spent()).toBeGreaterThan(0);
    expect(day.source.health().facts[0]?.value).not.toMatch(/^0 of 120 spent/);
    // The month turns.
    await day.run(2 * MINUTE);
    expect(day.source.health().facts[0]?.value).toMatch(/^[0-6] of 120 spent/);
  });
});
