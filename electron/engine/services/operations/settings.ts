import * as z from 'zod';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { SettingsStore } from '../settings.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  'settings.get' | 'settings.save' | 'workspace.get' | 'workspace.save'
>;

/** A layout is some 5 kB; the journal and its backups are no place for more than views. */
const LARGEST_WORKSPACE_VALUE = 262_144;
const json = z.json();

/** What the user chose: limits and methods, and how the screen is laid out. */
export function settingsOperations(deps: {
  readonly journal: Journal;
  readonly settings: SettingsStore;
  readonly wall: Clock;
}): Operations {
  const { journal, settings, wall } = deps;
  const stored = (key: string) => `workspace.${key}`;
  return {
    'settings.get': () => settings.get(),
    'settings.save': (next) => settings.save(next),
    'workspace.get': ({ key }) => json.parse(journal.setting(stored(key)) ?? null),
    'workspace.save': ({ key, value }) => {
      if (JSON.stringify(value).length > LARGEST_WORKSPACE_VALUE)
        throw new OperationFailure({
          code: 'invalid-input',
          message: `At most ${LARGEST_WORKSPACE_VALUE} characters are kept for ${key}: save less.`,
        });
      journal.saveSetting(stored(key), value, wall.now());
      return {};
    },
  };
}
