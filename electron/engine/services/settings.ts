import { OperationFailure } from '../../../shared/contract/errors.ts';
import { settings as settingsSchema } from '../../../shared/contract/settings.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Currency, MinorUnits } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';

/** Where a new user starts: quarter Kelly, modest limits, sharp books weighted up. */
export const DEFAULT_SETTINGS: Settings = {
  currency: 'GBP' as Currency,
  marginMethod: 'power',
  fairLine: 'overround-line',
  consensusWeights: {
    default: 1,
    'practice-exchange': 4,
    pinnacle: 4,
    betfair: 4,
    betfair_ex_uk: 4,
    betfair_ex_eu: 4,
    betfair_ex_au: 4,
    matchbook: 2,
    smarkets: 2,
  },
  kellyFraction: 0.25,
  minimumEv: 0.005,
  maximumQuoteAgeMs: 120_000,
  suspectDistance: 0.3,
  priceCollar: 0.05,
  maximumStake: 50_000 as MinorUnits,
  maximumEventExposure: 200_000 as MinorUnits,
  maximumTotalExposure: 500_000 as MinorUnits,
  maximumOrdersPerMinute: 30,
  armSeconds: 30,
};

/** However fast the market's time runs, a price stays good for this much of the user's. */
const LEAST_HUMAN_AGE_MS = 12_000;

/** The settings as they hold for the market's time: in a fast practice world prices age faster than anyone can act. */
export const settingsAtSpeed =
  (settings: () => Settings, speed: () => number): (() => Settings) =>
  () => {
    const current = settings();
    const least = LEAST_HUMAN_AGE_MS * speed();
    return least <= current.maximumQuoteAgeMs ? current : { ...current, maximumQuoteAgeMs: least };
  };

const KEY = 'settings';

export interface SettingsStore {
  get(): Settings;
  /** Durable when it returns. The account's currency can't be changed here: the ledger is kept in it. */
  save(settings: Settings): Settings;
}

/** Settings from the journal; values that no longer fit the schema fall back to the defaults, with a log line. */
export function createSettingsStore(journal: Journal, clock: Clock, log: Log): SettingsStore {
  const stored = journal.setting(KEY);
  const parsed = settingsSchema.safeParse({
    ...DEFAULT_SETTINGS,
    ...(stored as Partial<Settings> | undefined),
  });
  if (!parsed.success) log.warn('stored settings do not fit and were replaced by the defaults');
  let current = parsed.success ? parsed.data : DEFAULT_SETTINGS;
  return {
    get: () => current,
    save(settings) {
      if (settings.currency !== current.currency)
        throw new OperationFailure({
          code: 'invalid-input',
          message: `The account is kept in ${current.currency}: its currency can't be changed here.`,
        });
      const next = settings;
      journal.transaction(() => {
        journal.saveSetting(KEY, next, clock.now());
        journal.audit({
          at: clock.now(),
          actor: 'user',
          action: 'settings.saved',
          subject: KEY,
          detail: { ...next },
        });
      });
      current = next;
      return current;
    },
  };
}
