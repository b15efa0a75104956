import { OperationFailure } from '../../../shared/contract/errors.ts';
import { settingFields } from '../../../shared/contract/settings.ts';
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

/** Limits that can't be read let nothing through, until the user has set them again. */
const STRICTEST: Partial<Settings> = {
  kellyFraction: 0,
  maximumStake: 0 as MinorUnits,
  maximumEventExposure: 0 as MinorUnits,
  maximumTotalExposure: 0 as MinorUnits,
  maximumOrdersPerMinute: 1,
};

export interface SettingsStore {
  get(): Settings;
  /** What the user must know of what was stored; `null` where all of it fits. */
  readonly notice: string | null;
  /** Durable when it returns. The account's currency can't be changed here: the ledger is kept in it. */
  save(settings: Settings): Settings;
}

/** What was stored, as far as it fits; a field that was not there yet has its default. */
function readStored(stored: unknown): { readonly settings: Settings; readonly unfit: readonly string[] } {
  if (stored !== undefined && (stored === null || typeof stored !== 'object' || Array.isArray(stored)))
    return { settings: { ...DEFAULT_SETTINGS, ...STRICTEST }, unfit: Object.keys(settingFields) };
  const given: Readonly<Record<string, unknown>> = { ...DEFAULT_SETTINGS, ...stored };
  const unfit: string[] = [];
  const read = Object.entries(settingFields).map(([name, schema]) => {
    const parsed = schema.safeParse(given[name]);
    if (parsed.success) return [name, parsed.data];
    unfit.push(name);
    return [name, { ...DEFAULT_SETTINGS, ...STRICTEST }[name as keyof Settings]];
  });
  return { settings: Object.fromEntries(read) as Settings, unfit };
}

/**
 * Settings from the journal. Values that don't fit (a file changed by hand, or of a later version) are not believed: the
 * strictest where they limit what can be lost, the default elsewhere, and the user is told.
 */
export function createSettingsStore(journal: Journal, clock: Clock, log: Log): SettingsStore {
  const { settings: first, unfit } = readStored(journal.setting(KEY));
  if (unfit.length > 0) log.warn('stored settings do not fit', { fields: unfit.join(', ') });
  let current = first;
  return {
    get: () => current,
    notice:
      unfit.length === 0
        ? null
        : `Some stored settings can't be used (${unfit.join(', ')}): limits among them are at their strictest now, the rest at their defaults. Check them in Settings and save.`,
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
