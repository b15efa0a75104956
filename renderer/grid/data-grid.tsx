import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import './grid.css';
import { notify } from '../stores/toasts.ts';
import { counted } from '../ui/counted.ts';
import { type Column, cellText } from './column.ts';
import { rowsToCsv, rowToClipboard } from './csv.ts';
import { copyText, saveFile } from './export.ts';
import type { GridControls, GridSlot } from './grid-slot.ts';
import { createGridView, type GridView } from './grid-view.ts';
import type { RowBreak } from './row-breaks.ts';
import type { RowSource } from './row-source.ts';
import { filterWords, holdsWords, plain } from './text-filter.ts';

type DataGridProps<Row> = {
  /** Names the saved columns and the exported file. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly rowId: (row: Row) => string;
  /** A filter beside the text one; a new function filters again. */
  readonly passes?: (row: Row) => boolean;
  /** Pixels, for rows of more than one line. */
  readonly rowHeight?: number;
  readonly filter?: string;
  /** What the text filter looks into. */
  readonly searchText?: (row: Row) => string;
  readonly breakBetween?: (above: Row, row: Row) => RowBreak;
  readonly slot: GridSlot<Row>;
  readonly onFocus?: (row: Row, columnId: string) => void;
  /** Double click; Enter comes as a command. */
  readonly onAction?: (row: Row, columnId: string) => void;
  readonly onCount?: (shown: number, all: number) => void;
  /** Whether the keyboard goes here when the pane is moved to; true when absent. */
  readonly takesFocus?: boolean;
  /** Shown while there are no rows at all, and while none pass the filters. */
  readonly empty: ReactNode;
  readonly noneShown?: ReactNode;
};

/** A live grid. Rows never pass through React: it mounts the view and hears how many rows there are. */
export function DataGrid<Row extends object>(props: DataGridProps<Row>) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<GridView<Row> | null>(null);
  const newest = useRef(props);
  const [count, setCount] = useState({ all: props.source.rows().length, shown: 0 });
  const { id, label, columns, source, passes, filter, slot, rowHeight } = props;

  useLayoutEffect(() => {
    newest.current = props;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: columns reach a living view through setColumns below.
  useEffect(() => {
    if (host.current === null) return;
    const haystacks = new WeakMap<Row, string>();
    const haystack = (row: Row): string => {
      const known = haystacks.get(row);
      if (known !== undefined) return known;
      const made = plain(newest.current.searchText?.(row) ?? '');
      haystacks.set(row, made);
      return made;
    };
    const made = createGridView<Row>(host.current, {
      id,
      label,
      source,
      columns,
      ...(rowHeight === undefined ? {} : { rowHeight }),
      rowId: (row) => newest.current.rowId(row),
      passes: (row) => {
        const words = filterWords(newest.current.filter ?? '');
        if (words.length > 0 && !holdsWords(haystack(row), words)) return false;
        return newest.current.passes?.(row) ?? true;
      },
      breakBetween: (above, row) => newest.current.breakBetween?.(above, row) ?? 'none',
      onFocus: (row, columnId) => newest.current.onFocus?.(row, columnId),
      onAction: (row, columnId) => newest.current.onAction?.(row, columnId),
      onCount: (all, shown) => {
        setCount((known) => (known.all === all && known.shown === shown ? known : { all, shown }));
        newest.current.onCount?.(shown, all);
      },
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [id, label, source, rowHeight]);

  useEffect(() => view.current?.setColumns(columns), [columns]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view reads both through `newest`.
  useEffect(() => view.current?.refilter(), [passes, filter]);

  useImperativeHandle(slot.put, () => controls(id, view, host), [id]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the grid inside.
    <div
      className="grid-host"
      tabIndex={-1}
      data-pane-focus={props.takesFocus === false ? undefined : ''}
      onFocus={(event) => {
        if (event.target === event.currentTarget) view.current?.focus();
      }}
      onKeyDown={(event) => {
        // The keyboard came while there were no rows.
        if (event.target === event.currentTarget && event.key.startsWith('Arrow')) view.current?.focus();
        else copyOnKey(event, view.current);
      }}
    >
      <div
        ref={host}
        className="grid-view"
        style={
          rowHeight === undefined ? undefined : ({ '--row-line': `${rowHeight - 1}px` } as CSSProperties)
        }
      />
      {count.shown === 0 && (
        <div className="grid-overlay" role="status">
          {count.all === 0 ? props.empty : (props.noneShown ?? 'Nothing passes the filters.')}
        </div>
      )}
    </div>
  );
}

function controls<Row extends object>(
  id: string,
  view: { readonly current: GridView<Row> | null },
  host: { readonly current: HTMLElement | null },
): GridControls<Row> {
  return {
    focus: (rowId, columnId) => view.current?.focus(rowId, columnId),
    // On a header the keys belong to the header.
    focused: () => (isOnHeader(host.current) ? null : (view.current?.focused() ?? null)),
    isLost: () => !isOnHeader(host.current) && (view.current?.isLost() ?? false),
    link: (rowId) => view.current?.link(rowId),
    settle: () => view.current?.settle(),
    shownRows: () => view.current?.shownRows() ?? [],
    exportCsv() {
      if (view.current === null) return;
      const rows = view.current.shownRows();
      saveFile(`overround-${id}.csv`, 'text/csv', rowsToCsv(view.current.shownColumns(), rows));
      notify('ok', `Exported ${counted(rows.length, 'row')} to overround-${id}.csv.`);
    },
  };
}

const isOnHeader = (host: HTMLElement | null): boolean =>
  host?.querySelector('.ag-header')?.contains(document.activeElement) ?? false;

/** Ctrl+C copies the focused cell, with Shift the whole row; a text selection is left to the browser. */
function copyOnKey<Row extends object>(event: React.KeyboardEvent, view: GridView<Row> | null): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'c' || view === null) return;
  const focused = view.focused();
  if (focused === null || document.getSelection()?.isCollapsed === false) return;
  const column = view.shownColumns().find((shown) => shown.id === focused.columnId);
  if (column === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  copyText(event.shiftKey ? rowToClipboard(view.shownColumns(), focused.row) : cellText(column, focused.row));
}
