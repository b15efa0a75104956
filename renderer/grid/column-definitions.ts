import type {
  CellClassParams,
  CellClassRules,
  ColDef,
  ColGroupDef,
  IRowNode,
  RowClassRules,
} from 'ag-grid-community';
import { type Column, cellText, compareValues } from './column.ts';
import { doubleCell } from './double-cell.ts';
import type { RowPlace } from './row-breaks.ts';
import { sidesCell } from './sides-cell.ts';

/** AG Grid's definitions for `columns`. */
export function columnDefinitions<Row extends object>(
  columns: readonly Column<Row>[],
): (ColDef<Row> | ColGroupDef<Row>)[] {
  const definitions: (ColDef<Row> | ColGroupDef<Row>)[] = [];
  const groups = new Map<string, ColGroupDef<Row>>();
  for (const column of columns) {
    const definition = columnDefinition(column);
    if (column.group === undefined) {
      definitions.push(definition);
      continue;
    }
    const group = groups.get(column.group);
    if (group === undefined) {
      const made: ColGroupDef<Row> = {
        headerName: column.group,
        marryChildren: true,
        children: [definition],
      };
      groups.set(column.group, made);
      definitions.push(made);
    } else group.children.push(definition);
  }
  return definitions;
}

function columnDefinition<Row extends object>(column: Column<Row>): ColDef<Row> {
  const figure = column.kind === 'figure';
  const { style, span, minor, sides, stacked } = column;
  return {
    colId: column.id,
    headerName: column.header,
    headerClass: figure ? 'is-figure' : '',
    valueGetter: ({ data }) => (data === undefined ? null : column.value(data)),
    valueFormatter: ({ data }) => (data === undefined ? '' : cellText(column, data)),
    comparator: (a, b, nodeA: IRowNode<Row>, nodeB: IRowNode<Row>, descending) => {
      if (column.compare !== undefined && nodeA.data !== undefined && nodeB.data !== undefined)
        return column.compare(nodeA.data, nodeB.data);
      // Nothing stays last whichever way the rest is sorted.
      if (descending && (isNothing(a) || isNothing(b))) return -compareValues(a, b);
      return compareValues(a, b);
    },
    cellClass: [
      figure ? 'is-figure' : 'is-text',
      ...(minor === undefined ? [] : ['is-double']),
      ...(column.once === true ? ['is-once'] : []),
      ...(stacked === undefined ? [] : ['is-stacked']),
      ...(column.className === undefined ? [] : [column.className]),
    ],
    cellClassRules: classRules(column),
    ...(style === undefined
      ? {}
      : { cellStyle: ({ data }) => (data === undefined ? null : { ...style(data) }) }),
    width: column.width,
    minWidth: Math.min(column.width, 44),
    sortable: column.sortable ?? true,
    ...(span === undefined ? {} : { colSpan: ({ data }) => (data === undefined ? 1 : span(data)) }),
    ...(minor === undefined ? {} : { cellRenderer: doubleCell((row) => cellText(column, row), minor) }),
    ...(sides === undefined ? {} : { cellRenderer: sidesCell(sides, stacked) }),
    ...(column.grow === undefined ? {} : { flex: column.grow, minWidth: column.width }),
    ...(column.most === undefined ? {} : { maxWidth: column.most }),
    ...(column.pinned === true ? { pinned: 'left' as const } : {}),
    ...(column.hidden === true ? { initialHide: true } : {}),
  };
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

function classRules<Row extends object>(column: Column<Row>): CellClassRules<Row> {
  const rule =
    (holds: (row: Row) => boolean) =>
    ({ data }: CellClassParams<Row>): boolean =>
      data !== undefined && holds(data);
  const { flash } = column;
  return {
    ...(flash === undefined
      ? {}
      : {
          'went-up': rule((row) => flash(row) === 'up'),
          'went-down': rule((row) => flash(row) === 'down'),
        }),
    ...Object.fromEntries(Object.entries(column.classes ?? {}).map(([name, holds]) => [name, rule(holds)])),
  };
}

/** Rows that start a group or a part of one, and rows that repeat what stands above them. */
export function rowClassRules<Row extends object>(placeOf: (row: Row) => RowPlace): RowClassRules<Row> {
  const when =
    (holds: (place: RowPlace) => boolean) =>
    ({ data }: { readonly data: Row | undefined }): boolean =>
      data !== undefined && holds(placeOf(data));
  return {
    'starts-group': when(({ break: kind }) => kind === 'group'),
    'starts-part': when(({ break: kind }) => kind === 'part'),
    'repeats-above': when(({ break: kind }) => kind === 'none'),
    'has-second': when(({ line }) => line === 'first'),
    'is-second': when(({ line }) => line === 'second'),
  };
}
