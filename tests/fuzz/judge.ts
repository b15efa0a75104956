import * as z from 'zod';
import { createMarketBook } from '../../electron/engine/book/index.ts';
import type { FeedEvent, FeedSink } from '../../electron/engine/feeds/source.ts';
import {
  book,
  bookId,
  epochMs,
  eventId,
  market,
  marketId,
  quote,
  selectionId,
  sportingEvent,
} from '../../shared/contract/schemas.ts';

/** What a source may say, as its contract with the engine and the renderer has it. */
const FEED_EVENT = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('books'), books: z.array(book) }),
  z.object({ kind: z.literal('event'), event: sportingEvent, markets: z.array(market) }),
  z.object({ kind: z.literal('quotes'), quotes: z.array(quote).min(1) }),
  z.object({
    kind: z.literal('market-status'),
    marketId,
    status: z.enum(['open', 'suspended', 'closed']),
    at: epochMs,
  }),
  z.object({
    kind: z.literal('book-standing'),
    marketId,
    bookId,
    standing: z.object({ state: z.enum(['open', 'suspended', 'unreliable']), reason: z.string() }),
    at: epochMs,
  }),
  z.object({
    kind: z.literal('market-result'),
    marketId,
    bookId,
    outcomes: z.array(z.object({ selectionId, outcome: z.enum(['won', 'lost', 'void']) })),
    at: epochMs,
  }),
  z.object({
    kind: z.literal('score'),
    eventId,
    status: z.enum(['scheduled', 'live', 'ended', 'postponed', 'abandoned']),
    score: z.object({ home: z.int().nonnegative(), away: z.int().nonnegative(), at: epochMs }),
  }),
  z.object({ kind: z.literal('quarantine'), reason: z.string().min(1), sample: z.string(), at: epochMs }),
]);

type MarketResult = Extract<FeedEvent, { kind: 'market-result' }>;
export type Heard = { readonly events: number; readonly quotes: number; readonly quarantined: number };

/** Listens to a decoder as the pipeline does. */
export type Judge = {
  readonly sink: FeedSink;
  /** What was wrong with what was told since the last call. */
  faults(): readonly string[];
  heard(): Heard;
};

const LONGEST_QUARANTINE = 4_000;

/** `share` of the events is held against the schemas; all of them go through a market book. */
export function createJudge(share: number, random: () => number): Judge {
  const known = createMarketBook();
  const dirty = new Set<never>();
  let faults: string[] = [];
  let events = 0;
  let quotes = 0;
  let quarantined = 0;

  const unknownResult = ({ marketId: id, bookId: by, outcomes }: MarketResult): string | undefined => {
    const state = known.market(id);
    if (state === undefined || known.book(by) === undefined) return `result of the unknown ${id} at ${by}`;
    const selections = new Set(state.market.selections.map((selection) => selection.id));
    const strange = outcomes.find((outcome) => !selections.delete(outcome.selectionId));
    return strange === undefined ? undefined : `result of the unknown or repeated ${strange.selectionId}`;
  };

  const findUnknown = (event: FeedEvent): string | undefined => {
    switch (event.kind) {
      case 'books':
        known.saveBooks(event.books);
        return undefined;
      case 'event':
        known.saveEvent(event.event, event.markets);
        return event.markets.some((each) => each.eventId !== event.event.id)
          ? 'market of another event'
          : undefined;
      case 'quotes': {
        quotes += event.quotes.length;
        let fault: string | undefined;
        for (const each of event.quotes)
          if (known.apply(each, dirty as never) === 'unknown')
            fault = `unknown ${each.selectionId} of ${each.bookId}`;
        dirty.clear();
        return fault;
      }
      case 'market-status':
        if (known.market(event.marketId) === undefined) return `status of the unknown ${event.marketId}`;
        known.saveMarketStatus(event.marketId, event.status);
        return undefined;
      case 'book-standing':
        return known.market(event.marketId) === undefined || known.book(event.bookId) === undefined
          ? `standing of the unknown ${event.marketId}`
          : undefined;
      case 'market-result':
        return unknownResult(event);
      // Scores may come before the odds of their event; the pipeline passes them over.
      case 'score':
        return undefined;
      case 'quarantine':
        quarantined += 1;
        return event.sample.length > LONGEST_QUARANTINE
          ? `a sample of ${event.sample.length} characters`
          : undefined;
      default:
        return event satisfies never;
    }
  };

  return {
    sink(event) {
      events += 1;
      const unknown = findUnknown(event);
      if (unknown !== undefined) faults.push(`${event.kind}: ${unknown}`);
      if (random() >= share) return;
      const checked = FEED_EVENT.safeParse(event);
      if (checked.success) return;
      const issue = checked.error.issues[0];
      faults.push(
        `${event.kind} breaks the contract at ${issue?.path.filter((part) => typeof part === 'string').join('.')}: ${issue?.message}`,
      );
    },
    faults() {
      const told = faults;
      faults = [];
      return told;
    },
    heard: () => ({ events, quotes, quarantined }),
  };
}
