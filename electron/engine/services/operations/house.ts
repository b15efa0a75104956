import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { Notice, OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Source } from '../../feeds/source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import { importFootballData } from '../import-football-data.ts';
import type { SettingsStore } from '../settings.ts';
import type { Topics } from '../topics.ts';
import { aborted, watch } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  | 'status.watch'
  | 'notices.watch'
  | 'sources.quarantined'
  | 'sources.retry'
  | 'sources.watch'
  | 'simulator.speed'
  | 'import.footballData'
  | 'settings.get'
  | 'settings.save'
  | 'workspace.get'
  | 'workspace.save'
  | 'audit.tail'
>;

const AUDIT_POLL_MS = 250;
const AUDIT_BATCH = 500;
/** A layout is some 5 kB; the journal and its backups are no place for more than views. */
const LARGEST_WORKSPACE_VALUE = 262_144;

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    signal.addEventListener(
      'abort',
      () => {
        cancel();
        resolve();
      },
      { once: true },
    );
  });

/** Status, sources, settings, the workspace and the audit. */
export function houseOperations(deps: {
  readonly journal: Journal;
  readonly store: MarketStore;
  /** Where imported matches go, opened for one import. */
  readonly openMatches: () =>
    | { readonly ok: true; readonly market: MarketStore; close(): void }
    | { readonly ok: false; readonly message: string };
  readonly wall: Clock;
  readonly topics: Topics;
  readonly sources: readonly Source[];
  readonly settings: SettingsStore;
  readonly setSpeed: ((speed: number) => void) | null;
  readonly notices: readonly Notice[];
}): Operations {
  const { journal, store, wall, topics, sources, settings } = deps;

  return {
    'status.watch': watch(topics.status, () => []),
    'sources.watch': watch(topics.sources, () => sources.map((source) => source.health())),
    'notices.watch': async (_input, emit, { signal }) => {
      for (const notice of deps.notices) emit(notice);
      await aborted(signal);
    },
    'sources.quarantined': ({ limit }) => [...store.quarantined(limit)],
    'sources.retry': async ({ id }) => {
      const source = sources.find((each) => each.id === id);
      if (!source)
        throw new OperationFailure({
          code: 'not-found',
          message: `There is no source ${id}: choose another.`,
        });
      await source.retry?.();
      return {};
    },
    'simulator.speed': ({ speed }) => {
      if (!deps.setSpeed)
        throw new OperationFailure({
          code: 'unavailable',
          message: 'Real markets run at their own speed. Start without sources to use the practice market.',
        });
      deps.setSpeed(speed);
      return {};
    },
    'import.footballData': async ({ files }, emit, { signal }) => {
      const matches = deps.openMatches();
      if (!matches.ok) throw new OperationFailure({ code: 'unavailable', message: matches.message });
      try {
        const { files: accounts } = await importFootballData({
          files,
          store: matches.market,
          clock: wall,
          signal,
          onProgress: (progress) => emit({ ...progress, error: null }),
        });
        for (const { reasons: _reasons, ignoredCells: _cells, ...account } of accounts)
          if (account.error !== null) emit({ ...account, finished: true });
      } finally {
        matches.close();
      }
    },
    'settings.get': () => settings.get(),
    'settings.save': (next) => settings.save(next),
    'workspace.get': ({ key }) => (journal.setting(`workspace.${key}`) ?? null) as never,
    'workspace.save': ({ key, value }) => {
      if (JSON.stringify(value).length > LARGEST_WORKSPACE_VALUE)
        throw new OperationFailure({
          code: 'invalid-input',
          message: `At most ${LARGEST_WORKSPACE_VALUE} characters are kept for ${key}: save less.`,
        });
      journal.saveSetting(`workspace.${key}`, value, wall.now());
      return {};
    },
    'audit.tail': async ({ after }, emit, { signal, drained }) => {
      const told = emit as (line: ReturnType<Journal['auditAfter']>[number]) => void;
      let last = after;
      while (!signal.aborted) {
        const lines = journal.auditAfter(last, AUDIT_BATCH);
        for (const line of lines) told(line);
        last = lines.at(-1)?.sequence ?? last;
        // A backlog goes out as fast as it is taken, so that it can't overflow; then news is looked for now and then.
        await (lines.length === AUDIT_BATCH ? drained?.() : pause(wall, AUDIT_POLL_MS, signal));
      }
    },
  };
}
