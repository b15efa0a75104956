import type { Book } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { RawPayload } from '../raw-payload.ts';
import type { FeedSink } from '../source.ts';
import { parseJson } from './json.ts';
import { eventIdOf, type NormalisedOdds, normaliseOdds, type QuoteCounts } from './normalise-odds.ts';
import { normaliseScores, type Standing } from './normalise-scores.ts';
import { sampleOf } from './quarantine.ts';
import type { OddsApiSettings } from './settings.ts';
import { createSportFeed, type SportFeed } from './sport-feed.ts';

/**
 * The channels of its payloads. `opened` has no body: the polling began, or after a retry began again; what was told
 * before stands until an answer says otherwise. The rest are answers by what was asked; an empty body says that the
 * answer came again unchanged. `sports` and `events` plan the polling and tell nothing. `kept` is an answer that had
 * come before the recording began, with the time it was last received: its prices are as old as that.
 */
export const CHANNELS = {
  opened: 'opened',
  sports: 'sports',
  events: (sport: string) => `events ${sport}`,
  odds: (sport: string) => `odds ${sport}`,
  eventOdds: (sport: string, nativeId: string) => `event-odds ${sport} ${nativeId}`,
  scores: (sport: string) => `scores ${sport}`,
  kept: (receivedAt: EpochMs, channel: string) => `kept ${receivedAt} ${channel}`,
} as const;

/** What became of a payload. */
export type Decoded =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'odds';
      readonly counts: QuoteCounts;
      readonly quality: 'new' | 'unchanged';
      /** Market keys that came, each once; what an event's answer is charged for. */
      readonly marketKeys: number;
      readonly events: number;
    }
  | { readonly kind: 'scores'; readonly standings: readonly Standing[] }
  /** Unusable as a whole. `damaged`: no JSON at all; `message` says what it is instead, empty for that. */
  | { readonly kind: 'refused'; readonly damaged: boolean; readonly message: string };

/** A `Decoder` that also says what it made of each payload. */
export type OddsApiDecoder = { readonly take: (payload: RawPayload) => Decoded };

const loose = new TextDecoder('utf-8');
const SAMPLE_BYTES = 2_000;

const KEPT = /^kept (\d{1,15}) (.*)$/;

const NOTHING: Decoded = { kind: 'nothing' };
const REFUSED_QUOTE: QuoteCounts = { received: 1, used: 0, duplicate: 0, quarantined: 1 };

/** The market keys of an /odds answer or of one event. What is no list is nothing. */
function countMarketKeys(value: unknown): number {
  const keys = new Set<string>();
  const listOf = (part: unknown, name: string): readonly unknown[] => {
    const list = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;
    return Array.isArray(list) ? list : [];
  };
  const outer = typeof value === 'object' && value !== null && 'data' in value ? value.data : value;
  for (const event of Array.isArray(outer) ? outer : [outer])
    for (const book of listOf(event, 'bookmakers'))
      for (const market of listOf(book, 'markets')) {
        const key = typeof market === 'object' && market !== null ? Reflect.get(market, 'key') : undefined;
        if (typeof key === 'string') keys.add(key);
      }
  return keys.size;
}

/** Turns the API's answers into feed events; `count` is told what became of the quotes of each. */
export function createOddsApiDecoder(
  settings: Pick<OddsApiSettings, 'oddsFormat' | 'currency' | 'commissions'>,
  sink: FeedSink,
  count: (counts: QuoteCounts) => void = () => {},
): OddsApiDecoder {
  const { oddsFormat, currency, commissions } = settings;
  const books = new Map<string, Book>();
  /** One for a sport, so that its odds and its scores know of each other whichever was asked for first. */
  const feeds = new Map<string, SportFeed>();
  /** The last odds by channel, for what an unchanged answer repeats. Goes with the event it was about. */
  const came = new Map<string, { readonly marketKeys: number; readonly events: number }>();

  const feedOf = (sport: string): SportFeed => {
    const known = feeds.get(sport);
    if (known !== undefined) return known;
    const made = createSportFeed({ sink, books });
    feeds.set(sport, made);
    return made;
  };

  const forgetGone = () => {
    for (const channel of came.keys()) {
      const [kind, sport = '', nativeId = ''] = channel.split(' ');
      if (kind === 'event-odds' && !feedOf(sport).follows(eventIdOf(nativeId))) came.delete(channel);
    }
  };

  const refuse = (payload: RawPayload, damaged: boolean, message: string, sample: string): Decoded => {
    const reason = damaged ? 'not-json' : 'wrong-format';
    sink({
      kind: 'quarantine',
      reason,
      sample: `${payload.channel}${message === '' ? '' : ` (${message})`}: ${sample}`.slice(0, SAMPLE_BYTES),
      at: payload.at,
    });
    count(REFUSED_QUOTE);
    return { kind: 'refused', damaged, message };
  };

  type OddsReader = {
    readonly take: (odds: NormalisedOdds) => QuoteCounts;
    readonly confirm: () => QuoteCounts;
  };
  const takeOdds = (payload: RawPayload, receivedAt: EpochMs, reader: OddsReader): Decoded => {
    if (payload.body.length === 0) {
      const counts = reader.confirm();
      count(counts);
      const before = came.get(payload.channel) ?? { marketKeys: 0, events: 0 };
      return { kind: 'odds', counts, quality: 'unchanged', ...before };
    }
    const parsed = parseJson(payload.body);
    if (parsed === undefined)
      return refuse(payload, true, '', loose.decode(payload.body.subarray(0, SAMPLE_BYTES)));
    const { value } = parsed;
    const odds = normaliseOdds(value, { oddsFormat, currency, commissions, receivedAt });
    const whole = odds.quarantined.find(({ reason }) => reason === 'not-an-odds-payload');
    if (whole !== undefined) return refuse(payload, false, whole.detail, whole.sample);
    const counts = reader.take(odds);
    count(counts);
    const seen = { marketKeys: countMarketKeys(value), events: odds.fixtures.length };
    came.set(payload.channel, seen);
    forgetGone();
    return { kind: 'odds', counts, quality: 'new', ...seen };
  };

  const takeScores = (payload: RawPayload, receivedAt: EpochMs, sport: string): Decoded => {
    if (payload.body.length === 0) return NOTHING;
    const parsed = parseJson(payload.body);
    if (parsed === undefined)
      return refuse(payload, true, '', loose.decode(payload.body.subarray(0, SAMPLE_BYTES)));
    const scores = normaliseScores(parsed.value, receivedAt);
    if (scores === undefined)
      return refuse(payload, false, 'a list of scores was expected', sampleOf(parsed.value));
    feedOf(sport).takeScores(scores.standings, scores.quarantined, payload.at);
    return { kind: 'scores', standings: scores.standings };
  };

  const take = (payload: RawPayload, receivedAt: EpochMs): Decoded => {
    const { channel, at } = payload;
    const [kind, sport = '', nativeId = ''] = channel.split(' ');
    switch (kind) {
      case 'odds': {
        const feed = feedOf(sport);
        return takeOdds(payload, receivedAt, {
          take: (odds) => feed.takeOdds(odds, at),
          confirm: () => feed.confirmOdds(at),
        });
      }
      case 'event-odds': {
        const feed = feedOf(sport);
        const eventId: EventId = eventIdOf(nativeId);
        return takeOdds(payload, receivedAt, {
          take: (odds) => feed.takeEventOdds(eventId, odds, at),
          confirm: () => feed.confirmEventOdds(eventId, at),
        });
      }
      case 'scores':
        return takeScores(payload, receivedAt, sport);
      case 'opened':
      case 'sports':
      case 'events':
        return NOTHING;
      default:
        return refuse(payload, false, 'the answer to something never asked', '');
    }
  };

  return {
    take(payload) {
      const kept = KEPT.exec(payload.channel);
      if (kept === null) return take(payload, payload.at);
      const receivedAt = Number(kept[1]) as EpochMs;
      return receivedAt <= payload.at
        ? take({ ...payload, channel: kept[2] ?? '' }, receivedAt)
        : refuse(payload, false, 'kept from a time to come', '');
    },
  };
}
