/** The models database's schema, one file a step; a step is never edited once it was released. */
import type { Migration } from '../../migration.ts';
import { statesRunsDrift } from './0001-states-runs-drift.ts';

export const modelMigrations: readonly Migration[] = [statesRunsDrift];
