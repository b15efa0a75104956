import { setImmediate } from 'node:timers/promises';
import { footballLeague } from '../../../shared/domain/football-leagues.ts';
import { createLineModel, type LineModel } from '../../../shared/domain/overround-line/line.ts';
import { createLiveSignals, type LineVersion, readLine } from '../inference/line/index.ts';
import type { Log } from '../ports/log.ts';
import type { MatchHistory } from '../ports/market-store.ts';
import type { ModelFiles } from '../ports/model-files.ts';
import type { PricingLine } from '../pricing/index.ts';
import type { Troubles } from './troubles.ts';

export type FairLineSource = {
  /** What the pricer prices with now; `undefined` until it is read, and where it can't be: the mean stands in. */
  readonly current: () => PricingLine | undefined;
  /** It is read, or can't be. */
  readonly ready: Promise<unknown>;
  /** Learns what imports have brought since the line was trained. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
};

/**
 * The newest version of the shipped line for live prices, with what imported matches tell about teams since. Reads in
 * the background; a line that is not as shipped is told as a trouble.
 */
export function openFairLine({
  files,
  history,
  troubles,
  log,
}: {
  readonly files: Pick<ModelFiles, 'read' | 'place'>;
  readonly history: Pick<MatchHistory, 'historicalSeasons' | 'historicalMatches'>;
  readonly troubles: Troubles;
  readonly log: Log;
}): FairLineSource {
  let stopped = false;
  let line: PricingLine | undefined;
  let refreshing: Promise<void> | undefined;
  const newest = readLine(files).then((read): { version: LineVersion; model: LineModel } | undefined => {
    if (!read.ok && read.code === 'absent') log.warn('no overround line', { reason: read.message });
    else
      troubles.guard('overround line', () => {
        if (!read.ok) throw new Error(read.message);
      });
    const version = read.ok ? read.line.versions.at(-1) : undefined;
    return version && { version, model: createLineModel(version.parameters) };
  });

  /** Seasons in order: a team plays in one league of its country a season, so leagues may follow each other. */
  const learn = async (): Promise<void> => {
    const found = await newest;
    if (!found || stopped) return;
    const { version, model } = found;
    const signals = createLiveSignals(version);
    line ??= { model, signals: signals.of };
    const since = history
      .historicalSeasons()
      .filter(
        ({ competition, season }) => season >= version.season && footballLeague(competition) !== undefined,
      )
      .toSorted((a, b) => (a.season < b.season ? -1 : a.season > b.season ? 1 : 0));
    for (const season of since) {
      await setImmediate();
      if (stopped) return;
      signals.observe(history.historicalMatches(season));
    }
    line = { model, signals: signals.of };
  };

  const refresh = (): Promise<void> => {
    refreshing = (refreshing ?? Promise.resolve()).then(learn).catch((error: unknown) => {
      troubles.guard('overround line', () => {
        throw error;
      });
    });
    return refreshing;
  };
  const ready = refresh();
  return {
    current: () => line,
    ready,
    refresh,
    stop: () => {
      stopped = true;
    },
  };
}
