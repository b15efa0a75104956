/** The market database's schema, one file a step; a step is never edited once it was released. */
import type { Migration } from '../../migration.ts';
import { catalogueHistoryImports } from './0001-catalogue-history-imports.ts';
import { historyAtScale } from './0002-history-at-scale.ts';

export const marketMigrations: readonly Migration[] = [catalogueHistoryImports, historyAtScale];
