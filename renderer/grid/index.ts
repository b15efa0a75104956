/** The one wrapper around AG Grid: typed columns, rows fed outside React, one transaction a frame. */
export { type AgeStep, ageClasses, ageStep } from './age.ts';
export type { Column } from './column.ts';
export { csvFile } from './csv.ts';
export { DataGrid } from './data-grid.tsx';
export { copyText, saveFile } from './export.ts';
export { FLASH_MS } from './flashes.ts';
export { createGridSlot } from './grid-slot.ts';
export { createRankedRows, type RankedRow, type RankedRows } from './ranked-rows.ts';
export type { RowBreak } from './row-breaks.ts';
export { createRowSignal, type RowSource } from './row-source.ts';
export { endKept } from './sides-cell.ts';
export { Choice, FilterBox, GridToolbar, Toggle, ToolbarButton } from './toolbar.tsx';
export { useWidth } from './use-width.ts';
