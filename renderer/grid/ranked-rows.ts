import { createRowSignal, type RowSource } from './row-source.ts';

/** A row that keeps its identity while its value changes. */
export type RankedRow<T> = {
  readonly id: string;
  readonly value: T;
  /** No longer there; it stays in its place, marked, until a calm moment finds the keyboard elsewhere. */
  readonly gone: boolean;
};

export type RankedRows<T> = RowSource<RankedRow<T>> & {
  readonly get: (id: string) => RankedRow<T> | undefined;
  /** Adds a row where its rank puts it now, or gives the one of this id a new value in the place it has. */
  readonly put: (id: string, value: T) => void;
  readonly remove: (id: string) => void;
  /** Says that what the row shows has changed though its value has not. */
  readonly touch: (id: string) => void;
  /** Whether the rows stand in the order that their values have now. */
  readonly isRanked: () => boolean;
  /** How many calm moments there have been. */
  readonly settles: () => number;
};

type Options<T> = {
  /** Below zero when `a` stands above `b`. */
  readonly compare: (a: T, b: T) => number;
  /** Whether removed rows stay, marked, until a calm moment; nothing then moves up under the hand. */
  readonly keepGone: boolean;
};

/** Rows in an order that holds still while values change, and is made right at calm moments. */
export function createRankedRows<T>({ compare, keepGone }: Options<T>): RankedRows<T> {
  type Row = { readonly id: string; value: T; gone: boolean };
  const signal = createRowSignal();
  const byId = new Map<string, Row>();
  let order: Row[] = [];
  let settles = 0;

  const remove = (row: Row) => {
    byId.delete(row.id);
    order = order.filter((kept) => kept !== row);
    signal.reshaped();
  };

  return {
    rows: () => order,
    subscribe: signal.subscribe,
    get: (id) => byId.get(id),
    put(id, value) {
      const known = byId.get(id);
      if (known !== undefined) {
        known.value = value;
        known.gone = false;
        signal.touched(id);
        return;
      }
      const row: Row = { id, value, gone: false };
      const place = order.findIndex((other) => compare(value, other.value) < 0);
      byId.set(id, row);
      order.splice(place < 0 ? order.length : place, 0, row);
      signal.reshaped();
    },
    remove(id) {
      const row = byId.get(id);
      if (row === undefined || row.gone) return;
      if (!keepGone) return remove(row);
      row.gone = true;
      signal.touched(id);
    },
    touch: (id) => {
      if (byId.has(id)) signal.touched(id);
    },
    settles: () => settles,
    settle(heldId) {
      settles += 1;
      const before = order;
      const held = byId.get(heldId ?? '');
      order = before.filter((row) => !row.gone).sort((a, b) => compare(a.value, b.value));
      // It has no rank any more, so it stays where the eye last saw it.
      if (held?.gone === true) order.splice(before.indexOf(held), 0, held);
      for (const row of before) if (row.gone && row !== held) byId.delete(row.id);
      return order.length !== before.length || order.some((row, index) => row !== before[index]);
    },
    isRanked() {
      const live = order.filter((row) => !row.gone);
      return live.every((row, index) => {
        const above = live[index - 1];
        return above === undefined || compare(above.value, row.value) <= 0;
      });
    },
  };
}
