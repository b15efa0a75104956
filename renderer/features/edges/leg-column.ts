export const legColumnId = (index: number): string => `leg/${index}`;

/** The leg of a column; `null` for columns that are not a leg's. */
export function legInColumn(columnId: string): number | null {
  const index = /^leg\/(\d+)$/.exec(columnId)?.[1];
  return index === undefined ? null : Number(index);
}
