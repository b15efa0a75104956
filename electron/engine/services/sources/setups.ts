import * as z from 'zod';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import { type SourceSetup, type SourceValues, sourceSetup } from '../../../../shared/contract/sources.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { SourceKind } from '../../feeds/source-kind.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Log } from '../../ports/log.ts';
import { checkValues } from './check-values.ts';

/** What is kept of an added source; secrets are elsewhere. */
export type KeptSetup = Pick<SourceSetup, 'id' | 'enabled' | 'values' | 'maximumAgeMs'>;

export interface SourceSetups {
  all(): readonly KeptSetup[];
  get(id: SourceId): KeptSetup | undefined;
  /** Checks, keeps and audits; durable when it returns. Fails with `invalid-input` where the values don't fit. */
  save(setup: KeptSetup): KeptSetup;
  remove(id: SourceId): void;
}

const KEY = 'sources';
const kept = z.array(sourceSetup.pick({ id: true, enabled: true, values: true, maximumAgeMs: true }));

const fail = (code: 'invalid-input' | 'not-found', message: string) =>
  new OperationFailure({ code, message });

/** A kind by its id; fails with `not-found`. */
export function kindOf(kinds: readonly SourceKind[], id: SourceId): SourceKind {
  const kind = kinds.find((each) => each.id === id);
  if (kind === undefined)
    throw fail(
      'not-found',
      `There is no source ${id}: choose one of ${kinds.map((each) => each.id).join(', ')}.`,
    );
  return kind;
}

/** The values as the kind may rely on them; fails with `invalid-input`. */
export function checkedValues(kind: SourceKind, values: SourceValues): SourceValues {
  const checked = checkValues(kind.fields, values);
  if (!checked.ok) throw fail('invalid-input', checked.message);
  const together = kind.check?.(checked.values) ?? null;
  if (together !== null) throw fail('invalid-input', together);
  return checked.values;
}

/** Fields that came or went with another version take their defaults or are left out; what can't be used is told. */
function revive(kinds: readonly SourceKind[], stored: unknown, log: Log): KeptSetup[] {
  const parsed = kept.safeParse(stored ?? []);
  if (!parsed.success) {
    log.error('the stored sources could not be read; none is used', {
      reason: z.prettifyError(parsed.error),
    });
    return [];
  }
  return parsed.data.flatMap((setup) => {
    const kind = kinds.find((each) => each.id === setup.id);
    if (kind === undefined) {
      log.warn('a stored source is not known to this version and is not used', { source: setup.id });
      return [];
    }
    const known = Object.fromEntries(
      Object.entries(setup.values).filter(([name]) => kind.fields.some((field) => field.name === name)),
    );
    const checked = checkValues(kind.fields, known);
    if (checked.ok) return [{ ...setup, values: checked.values }];
    log.warn('a stored source has settings that do not fit any more and is off', {
      source: setup.id,
      reason: checked.message,
    });
    return [{ ...setup, enabled: false }];
  });
}

/** The sources the user has added, in the journal. `given` are of the command line: in force, and never kept. */
export function createSourceSetups(deps: {
  readonly kinds: readonly SourceKind[];
  readonly journal: Journal;
  readonly wall: Clock;
  readonly log: Log;
  readonly given: readonly KeptSetup[];
}): SourceSetups {
  const { kinds, journal, wall, log } = deps;
  let stored = revive(kinds, journal.setting(KEY), log);
  const given = new Map(
    deps.given.map((setup) => [
      setup.id,
      { ...setup, values: checkedValues(kindOf(kinds, setup.id), setup.values) },
    ]),
  );

  const write = (
    next: KeptSetup[],
    action: string,
    id: SourceId,
    detail: Readonly<Record<string, unknown>>,
  ) => {
    journal.transaction(() => {
      journal.saveSetting(KEY, next, wall.now());
      journal.audit({ at: wall.now(), actor: 'user', action, subject: id, detail });
    });
    stored = next;
    given.delete(id);
  };

  return {
    all: () => [...given.values(), ...stored.filter(({ id }) => !given.has(id))],
    get: (id) => given.get(id) ?? stored.find((setup) => setup.id === id),
    save(setup) {
      const values = checkedValues(kindOf(kinds, setup.id), setup.values);
      const next: KeptSetup = { ...setup, values };
      const others = stored.filter(({ id }) => id !== setup.id);
      const { enabled, maximumAgeMs } = next;
      write([...others, next], 'source.saved', setup.id, { enabled, values, maximumAgeMs });
      return next;
    },
    remove(id) {
      if (!given.has(id) && !stored.some((setup) => setup.id === id))
        throw fail('not-found', `The source ${id} has not been added.`);
      write(
        stored.filter((setup) => setup.id !== id),
        'source.removed',
        id,
        {},
      );
    },
  };
}
