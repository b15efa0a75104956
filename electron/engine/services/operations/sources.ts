import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Source } from '../../feeds/source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import { importMatches } from '../import-matches.ts';
import type { Topics } from '../topics.ts';
import { watch } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  'sources.watch' | 'sources.quarantined' | 'sources.retry' | 'import.matches'
>;

/** Where prices and past matches come from. */
export function sourceOperations(deps: {
  readonly store: MarketStore;
  /** Where imported matches go, opened for one import. */
  readonly openMatches: () =>
    | { readonly ok: true; readonly market: Pick<MarketStore, 'importMatches'>; close(): void }
    | { readonly ok: false; readonly message: string };
  /** After matches came in. */
  readonly onImported: () => Promise<void>;
  readonly wall: Clock;
  readonly topics: Topics;
  readonly sources: () => readonly Source[];
  readonly healths: () => readonly SourceHealth[];
}): Operations {
  const { store, wall, topics, sources } = deps;
  return {
    'sources.watch': watch(topics.sources, deps.healths),
    'sources.quarantined': ({ limit }) => [...store.quarantined(limit)],
    'sources.retry': async ({ id }) => {
      const source = sources().find((each) => each.id === id);
      if (!source)
        throw new OperationFailure({
          code: 'not-found',
          message: `There is no source ${id}: choose another.`,
        });
      await source.retry?.();
      return {};
    },
    'import.matches': async ({ format, files }, emit, { signal }) => {
      const matches = deps.openMatches();
      if (!matches.ok) throw new OperationFailure({ code: 'unavailable', message: matches.message });
      try {
        const { files: accounts } = await importMatches({
          format,
          files,
          // What is refused is shown by this engine, so it is kept by it.
          store: { importMatches: matches.market.importMatches, quarantine: store.quarantine },
          clock: wall,
          signal,
          onProgress: (progress) => emit({ ...progress, error: null }),
        });
        for (const { reasons: _reasons, ignoredCells: _cells, ...account } of accounts)
          if (account.error !== null) emit({ ...account, finished: true });
      } finally {
        matches.close();
        void deps.onImported();
      }
    },
  };
}
