import type { FeedEvent } from '../source.ts';
import { BOOKS } from './books.ts';
import type { World } from './calendar.ts';
import { createQuoteMill } from './quote-mill.ts';
import { introduction, matchOf } from './timeline.ts';

export type UpdateStream = {
  readonly seed: number;
  /** The stream's first moment, epoch milliseconds. */
  readonly startedAt?: number;
  /** Matches before their start, each with six markets at nine books. */
  readonly fixtures?: number;
  /** How densely quotes lie in the stream's own time. */
  readonly updatesPerSecond?: number;
};

/** Opening fixtures up to here may have started. */
const FIRST_UNSTARTED = 12;
const TRANSPORT_MS = 50;

/**
 * A feed for load tests, as fast as it is pulled and without end: first the books and fixtures, then one book's market
 * at a time. About four fifths of the prices are confirmations of what stood before.
 */
export function* generateUpdates(options: UpdateStream): Generator<FeedEvent, never> {
  const { seed, startedAt = 1_767_225_600_000, fixtures = 40, updatesPerSecond = 100_000 } = options;
  const world: World = { seed, startedAt };
  const mill = createQuoteMill(world);
  yield { kind: 'books', books: BOOKS };
  for (let index = FIRST_UNSTARTED; index < FIRST_UNSTARTED + fixtures; index++) {
    const match = matchOf(world, index);
    yield* introduction(match, startedAt);
    mill.add(match, startedAt);
  }
  let sent = 0;
  for (;;) {
    const sourceTime = startedAt + Math.floor((sent * 1000) / updatesPerSecond);
    const quotes = mill.next(sourceTime, sourceTime + TRANSPORT_MS);
    sent += quotes.length;
    yield { kind: 'quotes', quotes };
  }
}
