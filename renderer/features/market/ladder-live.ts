import type { Book, Market } from '../../../shared/domain/catalogue.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { type BackLay, quoteKey } from '../../../shared/domain/quote.ts';
import type {
  BookId,
  EpochMs,
  MarketId,
  MinorUnits,
  OddsE4,
  SelectionId,
} from '../../../shared/domain/units.ts';
import { ageStep } from '../../grid/index.ts';
import { ageLimitOf } from '../../stores/age-limit.ts';
import { commitAfterFlush } from '../../stores/frame.ts';
import {
  fairPrices,
  fixtures,
  orders,
  quotes,
  sources,
  standingKey,
  standings,
  suspects,
} from '../../stores/market-data.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { doubtOf } from '../../stores/price-doubt.ts';
import { engineNow } from '../../stores/status.ts';
import { calculatedOddsText } from '../../ui/fair-text.ts';
import { priceText } from '../../ui/price-text.ts';
import { sizeText } from '../../ui/size-text.ts';
import { type FullLadder, fullLadder, ladderPrices, type OwnStakes } from './ladder-rows.ts';
import { type LadderStanding, ladderStanding } from './ladder-standing.ts';
import type { LadderTable } from './ladder-table.ts';

/** What is above the prices: written like them, outside React. */
type LadderHead = {
  readonly frame: HTMLElement;
  readonly standing: HTMLElement;
  readonly figures: HTMLElement;
};

/** Ages grow without a tick. */
const AGE_MS = 1000;

/** The user's orders on a selection that wait at a book. */
export const waitingOrders = (selectionId: SelectionId, bookId: BookId): readonly Order[] =>
  [...orders.values()].filter(
    (order) =>
      order.selectionId === selectionId &&
      order.bookId === bookId &&
      (order.state === 'accepted' || order.state === 'part-matched'),
  );

/** Their unmatched stakes by side and price. */
function ownStakes(selectionId: SelectionId, bookId: BookId): OwnStakes {
  const mine: Record<BackLay, Map<OddsE4, MinorUnits>> = { back: new Map(), lay: new Map() };
  for (const order of waitingOrders(selectionId, bookId)) {
    const at = mine[order.side];
    at.set(order.price, ((at.get(order.price) ?? 0) + order.stake - order.matched) as MinorUnits);
  }
  return mine;
}

/** `Spread 2.00 – 2.04, 2 ticks · Fair 2.031 · Σ 1,240 / 980 GBP`: all that can be backed, then laid. */
function figuresText(ladder: FullLadder, fair: number | null, book: Book): string {
  const { bestBack, bestLay, spreadTicks, backTotal, layTotal } = ladder;
  const best = (price: OddsE4 | null) => (price === null ? 'none' : priceText(price));
  const ticks = spreadTicks === null ? '' : `, ${spreadTicks} ${spreadTicks === 1 ? 'tick' : 'ticks'}`;
  return [
    `Spread ${best(bestBack)} – ${best(bestLay)}${ticks}`,
    `Fair ${fair === null ? '–' : calculatedOddsText(fair)}`,
    `Σ ${sizeText(backTotal, book.currency)} / ${sizeText(layTotal, book.currency)} ${book.currency}`,
  ].join('  ·  ');
}

type LadderOf = {
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
  readonly book: Book;
  /** As the market stands now. */
  readonly status: () => Market['status'];
};

/** Draws one selection's ladder at one exchange whenever it changes, once a frame. Answers with what stops it. */
export function followLadder(
  { marketId, selectionId, book, status }: LadderOf,
  table: LadderTable,
  head: LadderHead,
): () => void {
  const keys = {
    back: quoteKey({ selectionId, bookId: book.id, side: 'back' }),
    lay: quoteKey({ selectionId, bookId: book.id, side: 'lay' }),
  };
  const standing = standingKey({ marketId, bookId: book.id });
  let prices: readonly OddsE4[] = [];
  let mine = ownStakes(selectionId, book.id);
  let over = false;

  const standingNow = (offers: number): LadderStanding => {
    const both = [quotes.get(keys.back), quotes.get(keys.lay)].filter((quote) => quote !== undefined);
    const received = both.map(({ receivedAt }) => receivedAt);
    const ageMs = received.length === 0 ? null : engineNow() - (Math.min(...received) as EpochMs);
    const [first] = both;
    const cadence = first === undefined ? null : (sources.get(first.sourceId)?.cadenceMs ?? null);
    const limit = first === undefined ? undefined : ageLimitOf(first.sourceId);
    const doubts = both.map((quote) => doubtOf(quote));
    return ladderStanding({
      market: status(),
      doubt:
        doubts.find((doubt) => doubt !== null) ??
        doubtOf({ selectionId, marketId, bookId: book.id, side: 'back' }),
      standing: standings.get(standing),
      step: ageMs === null ? 'fresh' : ageStep(ageMs, cadence, limit),
      ageMs,
      offers,
    });
  };
  const drawStanding = (offers: number) => {
    const { state, text } = standingNow(offers);
    if (head.frame.dataset['standing'] !== state) head.frame.dataset['standing'] = state;
    if (head.standing.textContent !== text) head.standing.textContent = text;
    head.standing.title = text;
  };
  const draw = () => {
    if (over) return;
    const back = quotes.get(keys.back)?.levels ?? [];
    const lay = quotes.get(keys.lay)?.levels ?? [];
    const told = fairPrices.get(selectionId);
    const fair = told === undefined ? null : 1 / told.probability;
    const own = [...mine.back.keys(), ...mine.lay.keys()];
    prices = ladderPrices([...[...back, ...lay].map(({ price }) => price), ...own], prices);
    const ladder = fullLadder({ prices, back, lay, mine, fair });
    table.draw(ladder);
    const text = figuresText(ladder, fair, book);
    if (head.figures.textContent !== text) head.figures.textContent = text;
    drawStanding(back.length + lay.length);
  };
  const soon = (concerns: boolean) => {
    if (concerns) commitAfterFlush(draw);
  };
  draw();
  const stops = [
    quotes.subscribe((changes) => soon(changes.has(keys.back) || changes.has(keys.lay))),
    suspects.subscribe((changes) => soon(changes.has(keys.back) || changes.has(keys.lay))),
    standings.subscribe((changes) => soon(changes.has(standing))),
    fairPrices.subscribe((changes) => soon(changes.has(selectionId))),
    fixtures.subscribe(() => soon(true)),
    orders.subscribe(() => {
      mine = ownStakes(selectionId, book.id);
      soon(true);
    }),
    useOddsFormat.subscribe(draw),
  ];
  const timer = setInterval(
    () =>
      drawStanding((quotes.get(keys.back)?.levels.length ?? 0) + (quotes.get(keys.lay)?.levels.length ?? 0)),
    AGE_MS,
  );
  return () => {
    over = true;
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
