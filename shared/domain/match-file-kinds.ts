/** The kinds of files with past matches, by the names people know them by. */
export const MATCH_FILE_KINDS = {
  'football-data': 'football-data.co.uk CSV files',
  'tennis-data': 'tennis-data.co.uk CSV and Excel files',
  'sportsbook-review': 'archives of NBA (CSV) and NFL (JSON) games',
} as const;
export type MatchFileKind = keyof typeof MATCH_FILE_KINDS;
export const MATCH_FILE_KIND_NAMES = Object.keys(MATCH_FILE_KINDS) as readonly MatchFileKind[];
