import { isAbsolute, join, resolve } from 'node:path';
import type { MarketChoice } from '../../shared/contract/recordings.ts';
import type { SourceId } from '../../shared/domain/units.ts';
import type { OddsFormat } from '../engine/feeds/the-odds-api/index.ts';
import type { EngineMarket } from '../engine/services/market-feeds.ts';

/** What a host lets the user choose; the same words on the command line and in Electron's arguments. */
export type LaunchOptions = {
  readonly data?: string;
  /** The market traded last, unless given; the practice market the first time. */
  readonly source?: 'practice' | 'real' | 'the-odds-api';
  /** A file to play again, instead of a source. */
  readonly replay?: string;
  readonly speed: number;
  readonly seed?: number;
  readonly updatesPerSecond?: number;
  readonly sports: readonly string[];
  readonly regions: readonly string[];
  /** Win over regions. */
  readonly bookmakers?: readonly string[];
  readonly markets?: readonly string[];
  readonly oddsFormat?: OddsFormat;
  readonly oddsApiUrl?: string;
};

const THE_ODDS_API = 'the-odds-api' as SourceId;

const practice = (options: LaunchOptions): EngineMarket => ({
  mode: 'practice',
  speed: Math.max(1, options.speed),
  ...(options.seed === undefined ? {} : { seed: options.seed }),
  ...(options.updatesPerSecond === undefined ? {} : { updatesPerSecond: options.updatesPerSecond }),
});

/** Sources of the command line hold for its run, whichever markets are opened meanwhile. */
const real = (options: LaunchOptions): EngineMarket => ({
  mode: 'paper',
  given:
    options.source === 'the-odds-api'
      ? [
          {
            id: THE_ODDS_API,
            enabled: true,
            maximumAgeMs: null,
            values: {
              sports: options.sports,
              regions: options.regions,
              ...(options.bookmakers === undefined ? {} : { bookmakers: options.bookmakers }),
              ...(options.markets === undefined ? {} : { markets: options.markets }),
              ...(options.oddsFormat === undefined ? {} : { oddsFormat: options.oddsFormat }),
              ...(options.oddsApiUrl === undefined ? {} : { baseUrl: options.oddsApiUrl }),
            },
          },
        ]
      : [],
});

/** What the engine is to trade, by the user's options; `last` is asked where they don't say. */
export function marketOf(options: LaunchOptions, last: () => 'practice' | 'real'): EngineMarket {
  if (options.replay !== undefined)
    return { mode: 'replay', file: resolve(options.replay), speed: options.speed };
  const source = options.source ?? last();
  return source === 'practice' ? practice(options) : real(options);
}

/** The market of a choice made in the app. A recording's name is looked for in `recordings`. */
export function marketFor(choice: MarketChoice, options: LaunchOptions, recordings: string): EngineMarket {
  switch (choice.kind) {
    case 'practice':
      return practice(options);
    case 'real':
      return real(options);
    case 'replay':
      return {
        mode: 'replay',
        file: isAbsolute(choice.file) ? choice.file : join(recordings, choice.file),
        speed: choice.speed ?? 1,
        ...(choice.at === undefined ? {} : { at: choice.at }),
        ...(choice.skipsQuiet === undefined ? {} : { skipsQuiet: choice.skipsQuiet }),
      };
  }
}
