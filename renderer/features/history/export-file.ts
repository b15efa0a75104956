export const EXPORT_FORMATS = ['csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The path with the ending of `format` where it has that of another; any other ending is the user's own. */
export function withEnding(path: string, format: ExportFormat): string {
  const other = EXPORT_FORMATS.find((each) => path.trimEnd().toLowerCase().endsWith(`.${each}`));
  return other === undefined ? path : `${path.trimEnd().slice(0, -other.length)}${format}`;
}
