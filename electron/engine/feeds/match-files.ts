/** Every kind of file with past matches. A new one is a folder here, its name in `match-file-kinds.ts` and a line below. */
import { MATCH_FILE_KINDS, type MatchFileKind } from '../../../shared/domain/match-file-kinds.ts';
import { parseFootballData } from './football-data/index.ts';
import type { MatchFileFormat } from './match-file.ts';
import { parseSportsbookReview } from './sportsbook-review/index.ts';
import { parseTennisData } from './tennis-data/index.ts';

export const MATCH_FILE_FORMATS = {
  'football-data': { label: MATCH_FILE_KINDS['football-data'], parse: parseFootballData },
  'tennis-data': { label: MATCH_FILE_KINDS['tennis-data'], parse: parseTennisData },
  'sportsbook-review': { label: MATCH_FILE_KINDS['sportsbook-review'], parse: parseSportsbookReview },
} as const satisfies Readonly<Record<MatchFileKind, MatchFileFormat>>;

export type MatchFileFormatName = keyof typeof MATCH_FILE_FORMATS;
