import { createGrid, type GridApi, type GridOptions, type IRowNode } from 'ag-grid-community';
import './grid-modules.ts';
import { commitAfterFlush } from '../stores/frame.ts';
import { useOddsFormat } from '../stores/odds-format.ts';
import { type CalmClock, createCalmClock } from './calm-clock.ts';
import { explainCells } from './cell-hints.ts';
import type { Column } from './column.ts';
import { columnDefinitions, rowClassRules } from './column-definitions.ts';
import { createFlashes, FLASH_MS } from './flashes.ts';
import { followKeyboard } from './keyboard.ts';
import { type RowBreak, type RowPlace, rowPlaces } from './row-breaks.ts';
import { createRowFocus } from './row-focus.ts';
import type { RowSource } from './row-source.ts';
import { columnOrder, createColumnSaver, loadColumns, savedColumns } from './saved-columns.ts';
import { gridTheme } from './theme.ts';

export type GridViewOptions<Row> = {
  readonly id: string;
  readonly label: string;
  readonly source: RowSource<Row>;
  readonly rowId: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** Pixels; a line of text when absent. */
  readonly rowHeight?: number;
  readonly passes: (row: Row) => boolean;
  readonly breakBetween: (above: Row, row: Row) => RowBreak;
  readonly onFocus: (row: Row, columnId: string) => void;
  readonly onAction: (row: Row, columnId: string) => void;
  /** Rows there are, and rows that pass the filters. */
  readonly onCount: (all: number, shown: number) => void;
};

export type GridView<Row> = {
  readonly setColumns: (columns: readonly Column<Row>[]) => void;
  readonly refilter: () => void;
  /** Ranks and sorts now instead of at the next calm moment. */
  readonly settle: () => void;
  readonly focused: () => { readonly row: Row; readonly columnId: string } | null;
  /** Whether the keyboard is in the grid on no row, because the one it was on has gone. */
  readonly isLost: () => boolean;
  /** Moves the keyboard to the row (the last focused or the first one when absent). */
  readonly focus: (rowId?: string, columnId?: string) => void;
  /** Marks the row that other panes look at, without moving the keyboard. */
  readonly link: (rowId: string | null) => void;
  readonly shownRows: () => readonly Row[];
  /** The visible columns in the order shown. */
  readonly shownColumns: () => readonly Column<Row>[];
  readonly destroy: () => void;
};

const TICK_MS = 1000;
/** Pixels; the token `--row-height` says the same. */
const LINE_HEIGHT = 24;
const NO_PLACE: RowPlace = { break: 'none', line: 'later' };

/** Puts a grid into `host`. Everything that ticks stays on this side of React. */
export function createGridView<Row extends object>(
  host: HTMLElement,
  options: GridViewOptions<Row>,
): GridView<Row> {
  const { source, rowId } = options;
  let columns = options.columns;
  let places = new WeakMap<Row, RowPlace>();
  let destroyed = false;
  let reshaped = false;
  let linkedId: string | null = null;
  let judgesFocused = false;
  const focus = createRowFocus();
  const rowHeight = options.rowHeight ?? LINE_HEIGHT;
  let saved: Awaited<ReturnType<typeof loadColumns>> = [];
  /** Columns whose width the user has set; the pane sets the others'. */
  const sized = new Set<string>();
  const touched = new Set<string>();
  const saver = createColumnSaver(options.id);
  const placeOf = (row: Row): RowPlace => places.get(row) ?? NO_PLACE;
  const flashes = createFlashes();
  const drawn = new WeakMap<Row, unknown>();

  const keyboard = followKeyboard(host, { onUserMove: adopt, onFallen: () => keepFocus() });
  /** The row that may neither go nor be filtered away under the keyboard. */
  const heldId = (): string | null => (keyboard.isHere() ? focus.rowId() : null);

  const gridOptions: GridOptions<Row> = {
    theme: gridTheme,
    columnDefs: columnDefinitions(columns),
    rowData: [...source.rows()],
    getRowId: ({ data }) => rowId(data),
    rowClassRules: rowClassRules(placeOf),
    rowHeight,
    headerHeight: 26,
    groupHeaderHeight: 20,
    animateRows: false,
    // Cells of a row are drawn with it: none is blank for a frame.
    suppressAnimationFrame: true,
    suppressRowTransform: true,
    suppressModelUpdateAfterUpdateTransaction: true,
    suppressOverlays: ['loading', 'noRows', 'noMatchingRows'],
    suppressScrollOnNewData: true,
    suppressDragLeaveHidesColumns: true,
    maintainColumnOrder: true,
    icons: { sortAscending: '<span>▲</span>', sortDescending: '<span>▼</span>' },
    defaultColDef: {
      resizable: true,
      suppressHeaderMenuButton: true,
      // Selection is how other panes' rows are linked; Space belongs to the pane's commands.
      suppressKeyboardEvent: ({ event }) => event.key === ' ',
    },
    rowSelection: { mode: 'singleRow', checkboxes: false, enableClickSelection: false },
    isExternalFilterPresent: () => true,
    doesExternalFilterPass: ({ data }) =>
      data !== undefined && (options.passes(data) || (!judgesFocused && rowId(data) === heldId())),
    // Tab leaves the grid; arrows move inside it.
    tabToNextCell: () => false,
    navigateToNextCell: ({ previousCellPosition, nextCellPosition, key }) =>
      // The row below moved up into the place of the one that went.
      focus.isLost() && key === 'ArrowDown' ? previousCellPosition : nextCellPosition,
    onCellDoubleClicked: ({ data, column }) => {
      if (data !== undefined) options.onAction(data, column.getColId());
    },
    onModelUpdated: () => afterModelUpdate(),
    onColumnMoved: ({ finished }) => void (finished && keepColumns()),
    onColumnResized: ({ finished, source: cause, columns: resized }) => {
      if (!finished || (cause !== 'uiColumnResized' && cause !== 'autosizeColumns')) return;
      for (const column of resized ?? []) sized.add(column.getColId());
      keepColumns();
    },
    onColumnVisible: ({ source: cause }) => void (cause !== 'gridOptionsChanged' && keepColumns()),
    onSortChanged: ({ source: cause }) => void (cause === 'uiColumnSorted' && keepColumns()),
  };

  const api: GridApi<Row> = createGrid(host, gridOptions);
  api
    .getGridElement()
    ?.querySelector('[role="grid"], [role="treegrid"]')
    ?.setAttribute('aria-label', options.label);

  const unexplain = explainCells(
    host,
    () => columns,
    (id) => node(id)?.data,
  );

  const node = (id: string | null): IRowNode<Row> | undefined =>
    id === null ? undefined : api.getRowNode(id);
  function afterModelUpdate(): void {
    if (destroyed || api === undefined) return;
    places = rowPlaces(shownRows(), options.breakBetween);
    // A new object makes AG Grid judge the classes of the rows again.
    api.setGridOption('rowClassRules', rowClassRules(placeOf));
    api.refreshCells();
    options.onCount(source.rows().length, api.getDisplayedRowCount());
    keepFocus();
    if (linkedId !== null) node(linkedId)?.setSelected(true, true);
  }

  /**
   * The user moved: the row in AG Grid's focused place is the focused one. Its own event for this comes later, when
   * another row may stand there, so it is not used.
   */
  function adopt(byKey: boolean): void {
    const cell = api.getFocusedCell();
    const row = cell === null ? undefined : api.getDisplayedRowAtIndex(cell.rowIndex);
    if (cell === null || row?.id === undefined || row.data === undefined) return;
    const columnId = cell.column.getColId();
    const first = api.getDisplayedCenterColumns()[0];
    if (byKey && cell.column.isPinnedLeft() && first !== undefined) api.ensureColumnVisible(first, 'start');
    const moved = focus.move(row.id, { rowIndex: cell.rowIndex, columnId });
    host.classList.remove('is-focus-lost');
    if (moved) options.onFocus(row.data, columnId);
  }

  /** AG Grid's focus is a place; ours is a row. Without this, Enter would act on whatever moved under the focus. */
  function keepFocus(): void {
    const place = focus.follow((id) => node(id)?.rowIndex ?? null, api.getDisplayedRowCount());
    host.classList.toggle('is-focus-lost', focus.isLost());
    if (focus.place() === null) return;
    const cell = api.getFocusedCell();
    if (!keyboard.isHere()) {
      if (place !== null && cell !== null && cell.rowIndex !== place.rowIndex) api.clearFocusedCell();
      return;
    }
    if (host.querySelector('.ag-header')?.contains(document.activeElement)) return;
    if (place === null) {
      // No row is left to hold the keyboard.
      host.parentElement?.focus();
      return;
    }
    const column = displayed(place.columnId);
    if (column === undefined) return;
    const inPlace = cell !== null && cell.rowIndex === place.rowIndex && cell.column === column;
    if (!inPlace || !host.contains(document.activeElement)) api.setFocusedCell(place.rowIndex, column);
  }

  /** The column while it is shown, else the first one. */
  const displayed = (columnId: string | undefined) => {
    const all = api.getAllDisplayedColumns();
    return all.find((column) => column.getColId() === columnId) ?? all[0];
  };

  /** Where the keyboard goes when no row is named: its last place, else the row other panes look at, else the first. */
  const arrival = (): number => focus.place()?.rowIndex ?? node(linkedId)?.rowIndex ?? 0;

  function shownRows(): Row[] {
    const rows: Row[] = [];
    api.forEachNodeAfterFilterAndSort(({ data }) => {
      if (data !== undefined) rows.push(data);
    });
    return rows;
  }

  /** Hands the rows over anew; what the eye is on stays where it is while rows come and go above it. */
  function replaceRows(): void {
    reshaped = false;
    touched.clear();
    const viewport = host.querySelector('.ag-grid-viewport');
    const { top, bottom } = api.getVerticalPixelRange();
    const focused = node(focus.rowId());
    const focusedTop = focused?.rowTop ?? null;
    const inSight = focusedTop !== null && focusedTop >= top && focusedTop < bottom;
    // At the very top the newest first row is what one wants to see.
    const first = top > 0 ? api.getDisplayedRowAtIndex(Math.ceil(top / rowHeight)) : undefined;
    const anchor = inSight ? focused : first;
    const before = anchor?.rowTop ?? null;
    api.setGridOption('rowData', [...source.rows()]);
    keepFocus();
    const after = (anchor?.id === undefined ? undefined : node(anchor.id))?.rowTop ?? null;
    if (viewport !== null && before !== null && after !== null && after !== before)
      viewport.scrollTop += after - before;
  }

  function commit(): void {
    if (destroyed) return;
    if (reshaped) {
      replaceRows();
      return;
    }
    const update: Row[] = [];
    for (const { id, data } of api.getRenderedNodes()) {
      if (id === undefined || data === undefined || !touched.has(id)) continue;
      const revision = source.revision?.(data);
      if (revision !== undefined && drawn.get(data) === revision) continue;
      drawn.set(data, revision);
      update.push(data);
      flashes.light(id);
    }
    touched.clear();
    if (update.length > 0) api.applyTransaction({ update });
  }

  const unsubscribe = source.subscribe({
    reshaped: () => {
      reshaped = true;
      commitAfterFlush(commit);
    },
    touched: (id) => {
      if (touched.size === 0) commitAfterFlush(commit);
      touched.add(id);
    },
  });

  function settle(): void {
    const moved = source.settle?.(heldId()) ?? false;
    if (moved) replaceRows();
    else {
      api.refreshClientSideRowModel('filter');
      keepFocus();
    }
  }
  const calm: CalmClock = createCalmClock(host, () => {
    if (!destroyed && host.isConnected) settle();
  });

  const ticking = setInterval(() => {
    if (document.hidden || host.offsetParent === null) return;
    const rendered = api.getRenderedNodes().flatMap(({ data }) => (data === undefined ? [] : [data]));
    source.age?.(rendered);
    api.refreshCells({ columns: columns.filter(({ timed }) => timed === true).map(({ id }) => id) });
  }, TICK_MS);
  const putOut = setInterval(() => {
    const rowNodes = flashes.over().flatMap((id) => node(id) ?? []);
    if (rowNodes.length === 0) return;
    const lit = columns.filter(({ flash }) => flash !== undefined).map(({ id }) => id);
    api.refreshCells({ rowNodes, columns: lit });
  }, FLASH_MS / 4);
  const formatChanged = useOddsFormat.subscribe(() => api.refreshCells({ force: true }));

  /** Columns as the user left them; the rest where the pane puts them. */
  function arrange(): void {
    const known = new Map(saved.map((column) => [column.colId, column]));
    const order = columnOrder(
      saved,
      columns.map(({ id }) => id),
    );
    api.applyColumnState({ state: order.map((id) => known.get(id) ?? { colId: id }), applyOrder: true });
  }
  function keepColumns(): void {
    saved = savedColumns(api.getColumnState(), sized);
    saver.save(saved);
  }

  void loadColumns(options.id).then((loaded) => {
    saved = loaded;
    for (const { colId, width } of loaded) if (width !== undefined) sized.add(colId);
    if (!destroyed && saved.length > 0) arrange();
  });

  return {
    setColumns(next) {
      columns = next;
      api.setGridOption('columnDefs', columnDefinitions(columns));
      arrange();
      keepFocus();
    },
    refilter() {
      // A filter that the user sets is for every row.
      judgesFocused = true;
      api.onFilterChanged();
      judgesFocused = false;
      keepFocus();
    },
    settle,
    focused() {
      const row = node(focus.rowId());
      const cell = api.getFocusedCell();
      // While the place and the row are apart, no row is what the user sees focused: better none than another's price.
      if (row?.data === undefined || cell === null || cell.rowIndex !== row.rowIndex) return null;
      return { row: row.data, columnId: cell.column.getColId() };
    },
    isLost: () => focus.isLost() && keyboard.isHere(),
    focus(id = focus.rowId() ?? undefined, columnId = focus.place()?.columnId) {
      const count = api.getDisplayedRowCount();
      const index = (id === undefined ? null : node(id)?.rowIndex) ?? arrival();
      const column = displayed(columnId);
      if (count === 0 || column === undefined) return;
      api.ensureIndexVisible(Math.min(index, count - 1));
      api.ensureColumnVisible(column);
      api.setFocusedCell(Math.min(index, count - 1), column);
      adopt(false);
    },
    link(id) {
      if (linkedId === id) return;
      linkedId = id;
      if (id === null) return api.deselectAll();
      const target = node(id);
      if (target === undefined) return api.deselectAll();
      target.setSelected(true, true);
      if (!keyboard.isHere() && target.rowIndex !== null) api.ensureIndexVisible(target.rowIndex);
    },
    shownRows,
    shownColumns: () =>
      api
        .getAllDisplayedColumns()
        .flatMap((shown) => columns.find(({ id }) => id === shown.getColId()) ?? []),
    destroy() {
      destroyed = true;
      unsubscribe();
      unexplain();
      formatChanged();
      calm.stop();
      keyboard.stop();
      clearInterval(ticking);
      clearInterval(putOut);
      saver.stop();
      api.destroy();
    },
  };
}
