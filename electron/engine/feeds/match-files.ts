/** Every kind of file with past matches. A new one is a folder here and a line below. */
import { parseFootballData } from './football-data/index.ts';
import type { MatchFileFormat } from './match-file.ts';
import { parseSportsbookReview } from './sportsbook-review/index.ts';
import { parseTennisData } from './tennis-data/index.ts';

export const MATCH_FILE_FORMATS = {
  'football-data': { label: 'football-data.co.uk CSV files', parse: parseFootballData },
  'tennis-data': { label: 'tennis-data.co.uk CSV and Excel files', parse: parseTennisData },
  'sportsbook-review': { label: 'archives of NBA (CSV) and NFL (JSON) games', parse: parseSportsbookReview },
} as const satisfies Readonly<Record<string, MatchFileFormat>>;

export type MatchFileFormatName = keyof typeof MATCH_FILE_FORMATS;
