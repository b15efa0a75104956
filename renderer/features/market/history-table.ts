import type { HistoryPoint } from '../../charts/index.ts';
import { csvFile } from '../../grid/index.ts';

const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(4)));

/** The points as a CSV file: decimal odds, sizes in minor units, times in UTC. */
export const historyCsv = (points: readonly HistoryPoint[]): string =>
  csvFile(
    ['time', 'price', 'size', 'fair', 'fair shortest', 'fair longest'],
    points.map(({ at, price, size, fair, low, high }) => [
      new Date(at).toISOString(),
      round(price),
      size,
      round(fair),
      round(low),
      round(high),
    ]),
  );
