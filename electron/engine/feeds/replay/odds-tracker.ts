import { setImmediate } from 'node:timers/promises';
import { type EpochMs, isMoment } from '../../../../shared/domain/units.ts';
import type { TapedPayload, TapeRefusal } from '../../ports/payload-tape.ts';
import { createMemoryTape } from './memory-tape.ts';
import { CHANGES, ODDS_SNAPSHOTS, ODDS_SOURCE } from './odds-snapshots.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';
import { slicedOrder } from './sliced-order.ts';
import { createStandingOffers, type StandingOffers } from './standing-offers.ts';

/*
 * A tracker's file: events by id, their bookmakers by name, and per outcome every price change with its moment:
 * { ID: { title, sport, commence_time, bookmakers: { NAME: { KEY: { market_type, outcome_name, norm_market,
 *   updates: [{ timestamp, price }] } } } } }
 */

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const isOddsTracker = (value: unknown): value is Fields => {
  const first = Object.values(fieldsOf(value) ?? {})[0];
  const event = fieldsOf(first);
  return event !== undefined && 'commence_time' in event && fieldsOf(event['bookmakers']) !== undefined;
};

/** In price changes: received = used + duplicate + quarantined; the last two with what the decoder refuses later. */
export type ChangeAccount = { received: number; used: number; duplicate: number; quarantined: number };

const MOST_REFUSALS = 500;
/** Four hundred times what trackers hold of a day. */
const MOST_CHANGES = 500_000;
/**
 * Changes told at once, more where one event has more: what a payload leads to is done in one go, ten milliseconds'
 * worth. What a payload doesn't name stands.
 */
const PAYLOAD_CHANGES = 300;
/** Changes of a moment that are told together; after them everyone else has a turn. */
const TURN_CHANGES = 1_000;

/** `Betclic (FR)` as a bookmaker key. */
const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '') || 'unknown';

type TrackedEvent = {
  readonly head: Fields;
  /** Of books that ever offer lay prices: they are exchanges in every payload. */
  readonly exchanges: ReadonlySet<string>;
};

function headOf(id: string, event: Fields): Fields {
  const title = textOf(event['title']);
  const [home = '', away = ''] = title.split(/ vs\.? /i);
  const sport = textOf(event['sport']);
  return {
    id,
    sport_key: sport,
    sport_title: sport,
    commence_time: event['commence_time'],
    home_team: home,
    away_team: away,
  };
}

/** The line in names like `over25`: 2.5. Handicaps have none there, and are refused for want of it. */
function pointOf(market: string, norm: string): { readonly point?: number } {
  const digits = /^(?:over|under)(\d{2,3})$/.exec(norm)?.[1];
  return market === 'totals' && digits !== undefined ? { point: Number(digits) / 10 } : {};
}

type Change = {
  readonly event: string;
  readonly book: string;
  readonly market: string;
  /** `null` where its market has none. */
  readonly line: number | null;
  readonly outcome: unknown;
};

type Tracked = {
  readonly moments: Map<EpochMs, Change[]>;
  readonly events: Map<string, TrackedEvent>;
  readonly account: ChangeAccount;
  readonly refusals: TapeRefusal[];
};

function refuse({ account, refusals }: Tracked, refusal: TapeRefusal): void {
  account.quarantined += 1;
  if (refusals.length < MOST_REFUSALS) refusals.push(refusal);
}

/** Takes an event's price changes; what has no readable moment is counted as quarantined. */
function takeEvent(id: string, value: unknown, tracked: Tracked): void {
  const event = fieldsOf(value);
  const books = fieldsOf(event?.['bookmakers']);
  if (event === undefined || books === undefined) {
    tracked.account.received += 1;
    refuse(tracked, { where: id, reason: 'an event without bookmakers', sample: sampleOf(value) });
    return;
  }
  const exchanges = new Set<string>();
  for (const [book, lines] of Object.entries(books))
    for (const line of Object.values(fieldsOf(lines) ?? {})) {
      const fields = fieldsOf(line) ?? {};
      const market = textOf(fields['market_type']);
      if (market.endsWith('_lay')) exchanges.add(book);
      takeLine(fields, { event: id, book, market }, tracked);
    }
  tracked.events.set(id, { head: headOf(id, event), exchanges });
}

const sampleOf = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, 300);

function takeLine(
  fields: Fields,
  of: { readonly event: string; readonly book: string; readonly market: string },
  tracked: Tracked,
): void {
  const { moments, account } = tracked;
  const updates: readonly unknown[] = Array.isArray(fields['updates']) ? fields['updates'] : [undefined];
  const name = fields['outcome_name'];
  const point = pointOf(of.market, textOf(fields['norm_market']));
  for (const update of updates) {
    account.received += 1;
    const at = Date.parse(textOf(fieldsOf(update)?.['timestamp']));
    if (!isMoment(at)) {
      refuse(tracked, {
        where: `${of.event}, ${of.book}, ${of.market}`,
        reason: 'a price change without a readable moment',
        sample: sampleOf(update),
      });
      continue;
    }
    account.used += 1;
    const changes = moments.get(at) ?? [];
    moments.set(at, changes);
    changes.push({
      ...of,
      line: point.point ?? null,
      outcome: { name, price: fieldsOf(update)?.['price'], ...point },
    });
  }
}

const groupBy = <T>(items: readonly T[], keyFor: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyFor(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

/** An event's changes in The Odds API's own form. */
const eventWith = (event: TrackedEvent | undefined, changes: readonly Change[], at: EpochMs) => ({
  ...event?.head,
  bookmakers: [...groupBy(changes, ({ book }) => book)].map(([book, ofBook]) => ({
    key: keyOf(book),
    title: book,
    last_update: new Date(at).toISOString(),
    markets: [
      ...[...groupBy(ofBook, ({ market }) => market)].map(([key, ofMarket]) => ({
        key,
        outcomes: ofMarket.map(({ outcome }) => outcome),
      })),
      ...(event?.exchanges.has(book) ? [{ key: 'h2h_lay', outcomes: [] }] : []),
    ],
  })),
});

/** Whether there is room for a change; what there is none for is counted as quarantined. */
function isTaken(change: Change, at: EpochMs, tracked: Tracked, standing: StandingOffers): boolean {
  const { event: game, book, market, line, outcome } = change;
  const startsAt = Date.parse(textOf(tracked.events.get(game)?.head['commence_time']));
  const reason = standing.take(
    { game, startsAt, book, lines: line === null ? [] : [`${market} ${line}`] },
    at,
  );
  if (reason === null) return true;
  tracked.account.used -= 1;
  refuse(tracked, { where: `${game}, ${book}, ${market}`, reason, sample: sampleOf(outcome) });
  return false;
}

/** What changed at one moment, whole events in each payload. */
function* payloadsOf(
  at: EpochMs,
  changes: readonly Change[],
  events: Tracked['events'],
): Generator<TapedPayload, void, void> {
  let answer: unknown[] = [];
  let held = 0;
  const payload = (): TapedPayload => {
    const body = Buffer.from(JSON.stringify(answer), 'utf8');
    answer = [];
    held = 0;
    return { kind: 'payload', source: ODDS_SOURCE, channel: CHANGES, at, body };
  };
  for (const [id, ofEvent] of groupBy(changes, ({ event }) => event)) {
    if (held > 0 && held + ofEvent.length > PAYLOAD_CHANGES) yield payload();
    answer.push(eventWith(events.get(id), ofEvent, at));
    held += ofEvent.length;
  }
  if (held > 0) yield payload();
}

async function openTracked(
  tracked: Tracked,
): Promise<OpenedReplayFile & { readonly account: ChangeAccount }> {
  const { moments, events, account, refusals } = tracked;
  const unreadable = account.quarantined;
  const standing = createStandingOffers();
  const payloads: TapedPayload[] = [];
  let worked = 0;
  const keys = [...moments.keys()];
  for (const index of await slicedOrder(keys)) {
    const at = keys[index] ?? (0 as EpochMs);
    const all = moments.get(at) ?? [];
    for (let from = 0; from < all.length; from += TURN_CHANGES) {
      const changes = all.slice(from, from + TURN_CHANGES);
      worked += changes.length;
      payloads.push(
        ...payloadsOf(
          at,
          changes.filter((each) => isTaken(each, at, tracked, standing)),
          events,
        ),
      );
      if (worked < TURN_CHANGES) continue;
      worked = 0;
      await setImmediate();
    }
    moments.delete(at);
  }
  const crowded = account.quarantined - unreadable;
  if (payloads.length === 0)
    return { ...refusedFile('There is nothing to replay in this file: it holds no price changes.'), account };
  const tape = createMemoryTape({
    format: 'odds changes',
    source: { id: ODDS_SOURCE, values: { oddsFormat: 'decimal' } },
    payloads,
    refused: account.quarantined,
    refusals,
    notes: [
      ...(unreadable > 0 ? [`${unreadable} price changes have no readable moment and are left out.`] : []),
      ...(crowded > 0
        ? [`${crowded} price changes are left out: there is no room for so many bookmakers, games or lines.`]
        : []),
    ],
  });
  return { ok: true, tape, kind: (id) => (id === ODDS_SOURCE ? ODDS_SNAPSHOTS : undefined), account };
}

/** A tracker's file as line movement, event by event: every change of a price at its own moment. */
export function createTrackerReading() {
  const account: ChangeAccount = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
  const tracked: Tracked = { moments: new Map(), events: new Map(), account, refusals: [] };
  return {
    /** Events by their ids; `false` once there are more changes than can be sorted. */
    take(file: unknown): boolean {
      for (const [id, event] of Object.entries(fieldsOf(file) ?? {})) takeEvent(id, event, tracked);
      return account.received <= MOST_CHANGES;
    },
    tooLarge: refusedFile(
      `This file holds more than ${MOST_CHANGES} price changes, which have to be sorted to be replayed. Split it by events and replay the parts.`,
    ),
    open: () => openTracked(tracked),
  };
}
