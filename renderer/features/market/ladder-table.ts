import type { Book } from '../../../shared/domain/catalogue.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import type { OddsE4 } from '../../../shared/domain/units.ts';
import { priceText } from '../../ui/price-text.ts';
import { ownStakeText, sizeText } from '../../ui/size-text.ts';
import type { FullLadder, LadderCell, LadderRow } from './ladder-rows.ts';

/** A place in the ladder: the price, and on which side a ticket would be. */
export type LadderPlace = { readonly price: OddsE4; readonly side: BackLay };

export type LadderTable = {
  /** Writes what has changed; rows keep their places. */
  readonly draw: (ladder: FullLadder) => void;
  /** The place that has the keyboard or would get it. */
  readonly place: () => LadderPlace | null;
  readonly focus: () => void;
  /** Brings the best prices to the middle, and the keyboard's place to the best of its side. */
  readonly centre: () => void;
  readonly stop: () => void;
};

type DrawnRow = { readonly row: HTMLTableRowElement; readonly price: HTMLElement } & Readonly<
  Record<BackLay, DrawnSide>
>;
type DrawnSide = { readonly mine: HTMLElement; readonly total: HTMLElement; readonly size: HTMLElement };

const PAGE_ROWS = 10;

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function cellElement(className: string, tag: 'td' | 'th' = 'td'): HTMLTableCellElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function drawnSide(side: BackLay): DrawnSide {
  const size = cellElement(`ladder-size is-${side}`);
  size.tabIndex = -1;
  size.dataset['side'] = side;
  return { mine: cellElement('ladder-mine'), total: cellElement('ladder-total'), size };
}

function drawnRow(): DrawnRow {
  const row = document.createElement('tr');
  const price = cellElement('ladder-price', 'th');
  price.setAttribute('scope', 'row');
  const [back, lay] = [drawnSide('back'), drawnSide('lay')];
  row.append(back.mine, back.total, back.size, price, lay.size, lay.total, lay.mine);
  return { row, price, back, lay };
}

/**
 * The body of the full ladder, drawn outside React: made once a price, written where it differs. `take` is called for a
 * click on a size; Enter comes as a command.
 */
export function createLadderTable(
  body: HTMLTableSectionElement,
  scroller: HTMLElement,
  book: Book,
  take: (place: LadderPlace) => void,
): LadderTable {
  const drawn = new Map<OddsE4, DrawnRow>();
  const abort = new AbortController();
  const { signal } = abort;
  let shown: FullLadder | null = null;
  let place: LadderPlace | null = null;
  let centred = false;

  const money = (cell: LadderCell, part: 'size' | 'total'): string => sizeText(cell[part], book.currency);
  const writeSide = (to: DrawnSide, cell: LadderCell) => {
    write(to.size, money(cell, 'size'));
    // An offer without a published size is still an offer.
    if (cell.total !== null && cell.size === null) write(to.size, '•');
    write(to.total, money(cell, 'total'));
    write(to.mine, ownStakeText(cell.mine, book.currency));
    const share = `${(cell.share * 100).toFixed(1)}%`;
    if (to.size.dataset['share'] !== share) {
      to.size.dataset['share'] = share;
      to.size.style.setProperty('--share', share);
    }
    to.size.classList.toggle('is-offered', cell.total !== null);
    to.mine.classList.toggle('is-set', cell.mine !== null);
  };
  const writeRow = (to: DrawnRow, row: LadderRow) => {
    write(to.price, priceText(row.price));
    writeSide(to.back, row.back);
    writeSide(to.lay, row.lay);
    to.row.classList.toggle('is-best-back', row.best === 'back');
    to.row.classList.toggle('is-best-lay', row.best === 'lay');
    to.row.classList.toggle('is-fair', row.fair === 'on');
    to.row.classList.toggle('is-under-fair', row.fair === 'above');
  };
  const arrange = ({ rows }: FullLadder) => {
    rows.forEach(({ price }, index) => {
      let known = drawn.get(price);
      if (known === undefined) {
        known = drawnRow();
        known.row.dataset['price'] = String(price);
        drawn.set(price, known);
      }
      if (body.children[index] !== known.row) body.insertBefore(known.row, body.children[index] ?? null);
    });
  };

  /** Scrolls no further than the row needs, and nothing but the ladder. */
  const reveal = (cell: HTMLElement) => {
    const { top, bottom } = cell.getBoundingClientRect();
    const view = scroller.getBoundingClientRect();
    const header = scroller.querySelector('thead')?.getBoundingClientRect().height ?? 0;
    if (top < view.top + header) scroller.scrollTop -= view.top + header - top;
    else if (bottom > view.bottom) scroller.scrollTop += bottom - view.bottom;
  };
  const sizeAt = ({ price, side }: LadderPlace) => drawn.get(price)?.[side].size;
  const moveTo = (next: LadderPlace, focus: boolean) => {
    const before = place === null ? undefined : sizeAt(place);
    if (before !== undefined) before.tabIndex = -1;
    place = next;
    const now = sizeAt(next);
    if (now === undefined) return;
    now.tabIndex = 0;
    if (!focus) return;
    now.focus({ preventScroll: true });
    reveal(now);
  };
  const bestOf = (side: BackLay): LadderPlace | null => {
    const price = side === 'back' ? (shown?.bestBack ?? shown?.bestLay) : (shown?.bestLay ?? shown?.bestBack);
    const any = price ?? shown?.rows[0]?.price;
    return any === undefined ? null : { price: any, side };
  };
  const toMiddle = (price: OddsE4) => {
    const row = drawn.get(price)?.row.getBoundingClientRect();
    const view = scroller.getBoundingClientRect();
    if (row !== undefined) scroller.scrollTop += (row.top + row.bottom) / 2 - (view.top + view.bottom) / 2;
  };
  const centre = () => {
    const best = bestOf(place?.side ?? 'back');
    if (best === null) return;
    moveTo(best, body.contains(document.activeElement));
    toMiddle(best.price);
  };
  // A pane that is moved, enlarged or hidden forgets where it was scrolled to.
  const resized = new ResizeObserver(() => {
    if (place !== null) toMiddle(place.price);
  });
  resized.observe(scroller);
  const step = (by: number) => {
    if (shown === null || place === null) return;
    const { price, side } = place;
    const at = shown.rows.findIndex((row) => row.price === price);
    const row = shown.rows[Math.max(0, Math.min(at + by, shown.rows.length - 1))];
    if (row !== undefined) moveTo({ price: row.price, side }, true);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
    PageUp: () => step(-PAGE_ROWS),
    PageDown: () => step(PAGE_ROWS),
    Home: () => step(Number.NEGATIVE_INFINITY),
    End: () => step(Number.POSITIVE_INFINITY),
    ArrowLeft: () => place !== null && moveTo({ ...place, side: 'back' }, true),
    ArrowRight: () => place !== null && moveTo({ ...place, side: 'lay' }, true),
  };
  const placeOf = (target: EventTarget | null): LadderPlace | null => {
    const size = target instanceof Element ? target.closest<HTMLElement>('.ladder-size') : null;
    const price = Number(size?.closest('tr')?.dataset['price']);
    const side = size?.dataset['side'];
    if (Number.isNaN(price) || (side !== 'back' && side !== 'lay')) return null;
    return { price: price as OddsE4, side };
  };
  body.addEventListener(
    'keydown',
    (event) => {
      const move = moves[event.key];
      if (move === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      move();
    },
    { signal },
  );
  body.addEventListener(
    'click',
    (event) => {
      const clicked = placeOf(event.target);
      if (clicked === null) return;
      moveTo(clicked, true);
      take(clicked);
    },
    { signal },
  );
  body.addEventListener(
    'focusin',
    (event) => {
      const focused = placeOf(event.target);
      if (focused !== null) moveTo(focused, false);
    },
    { signal },
  );

  return {
    draw(ladder) {
      if (ladder.prices !== shown?.prices) arrange(ladder);
      shown = ladder;
      for (const row of ladder.rows) {
        const known = drawn.get(row.price);
        if (known !== undefined) writeRow(known, row);
      }
      if (centred || ladder.rows.length === 0) return;
      centred = true;
      centre();
    },
    place: () => place,
    focus() {
      if (place === null) centre();
      if (place !== null) moveTo(place, true);
    },
    centre,
    stop() {
      abort.abort();
      resized.disconnect();
      body.replaceChildren();
    },
  };
}
