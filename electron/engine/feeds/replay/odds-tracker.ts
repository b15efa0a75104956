import { type EpochMs, isMoment } from '../../../../shared/domain/units.ts';
import type { TapedPayload, TapeRefusal } from '../../ports/payload-tape.ts';
import { createMemoryTape } from './memory-tape.ts';
import { CHANGES, ODDS_SNAPSHOTS, ODDS_SOURCE } from './odds-snapshots.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';

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
  readonly at: EpochMs;
  readonly event: string;
  readonly book: string;
  readonly market: string;
  readonly outcome: unknown;
};

/** Every price change of the file; what has no readable moment is counted as quarantined. */
function changesOf(file: Fields, account: ChangeAccount) {
  const refusals: TapeRefusal[] = [];
  const changes: Change[] = [];
  const events = new Map<string, TrackedEvent>();
  for (const [id, value] of Object.entries(file)) {
    const event = fieldsOf(value);
    const books = fieldsOf(event?.['bookmakers']);
    if (event === undefined || books === undefined) {
      account.received += 1;
      account.quarantined += 1;
      refusals.push({ where: id, reason: 'an event without bookmakers', sample: sampleOf(value) });
      continue;
    }
    const exchanges = new Set<string>();
    for (const [book, lines] of Object.entries(books))
      for (const line of Object.values(fieldsOf(lines) ?? {})) {
        const fields = fieldsOf(line) ?? {};
        const market = textOf(fields['market_type']);
        if (market.endsWith('_lay')) exchanges.add(book);
        takeLine(fields, { event: id, book, market }, { changes, refusals, account });
      }
    events.set(id, { head: headOf(id, event), exchanges });
  }
  return { changes: changes.sort((one, other) => one.at - other.at), events, refusals };
}

const sampleOf = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, 300);

function takeLine(
  fields: Fields,
  of: { readonly event: string; readonly book: string; readonly market: string },
  into: {
    readonly changes: Change[];
    readonly refusals: TapeRefusal[];
    readonly account: ChangeAccount;
  },
): void {
  const { changes, refusals, account } = into;
  const updates: readonly unknown[] = Array.isArray(fields['updates']) ? fields['updates'] : [undefined];
  const name = fields['outcome_name'];
  const point = pointOf(of.market, textOf(fields['norm_market']));
  for (const update of updates) {
    account.received += 1;
    const at = Date.parse(textOf(fieldsOf(update)?.['timestamp']));
    if (!isMoment(at)) {
      account.quarantined += 1;
      refusals.push({
        where: `${of.event}, ${of.book}, ${of.market}`,
        reason: 'a price change without a readable moment',
        sample: sampleOf(update),
      });
    } else {
      account.used += 1;
      changes.push({
        ...of,
        at,
        outcome: { name, price: fieldsOf(update)?.['price'], ...point },
      });
    }
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

function payloadOf(
  at: EpochMs,
  changes: readonly Change[],
  events: ReadonlyMap<string, TrackedEvent>,
): TapedPayload {
  const answer = [...groupBy(changes, ({ event }) => event)].map(([id, ofEvent]) => ({
    ...events.get(id)?.head,
    bookmakers: [...groupBy(ofEvent, ({ book }) => book)].map(([book, ofBook]) => ({
      key: keyOf(book),
      title: book,
      last_update: new Date(at).toISOString(),
      markets: [
        ...[...groupBy(ofBook, ({ market }) => market)].map(([key, ofMarket]) => ({
          key,
          outcomes: ofMarket.map(({ outcome }) => outcome),
        })),
        ...(events.get(id)?.exchanges.has(book) ? [{ key: 'h2h_lay', outcomes: [] }] : []),
      ],
    })),
  }));
  const body = Buffer.from(JSON.stringify(answer), 'utf8');
  return { kind: 'payload', source: ODDS_SOURCE, channel: CHANGES, at, body };
}

/** A tracker's file as line movement: every change of a price at its own moment. */
export function openOddsTracker(file: Fields): OpenedReplayFile & { readonly account: ChangeAccount } {
  const account: ChangeAccount = { received: 0, used: 0, duplicate: 0, quarantined: 0 };
  const { changes, events, refusals } = changesOf(file, account);
  const payloads = [...groupBy(changes, ({ at }) => String(at))].map(([at, group]) =>
    payloadOf(Number(at) as EpochMs, group, events),
  );
  if (payloads.length === 0)
    return { ...refusedFile('There is nothing to replay in this file: it holds no price changes.'), account };
  const tape = createMemoryTape({
    format: 'odds changes',
    source: { id: ODDS_SOURCE, values: { oddsFormat: 'decimal' } },
    payloads,
    refused: account.quarantined,
    refusals,
    notes:
      account.quarantined === 0
        ? []
        : [`${account.quarantined} price changes have no readable moment and are left out.`],
  });
  return { ok: true, tape, kind: (id) => (id === ODDS_SOURCE ? ODDS_SNAPSHOTS : undefined), account };
}
