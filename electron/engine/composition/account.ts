import type { Notice } from '../../../shared/contract/index.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { MinorUnits } from '../../../shared/domain/units.ts';
import { createMoney, type Money } from '../services/money.ts';
import { type RecordedWorld, readWorld, restoreIdentity } from '../services/recorded-world.ts';
import { cutOffWords } from '../services/recordings/index.ts';
import { createSettingsStore, type SettingsStore, settingsAtSpeed } from '../services/settings.ts';
import type { EngineParts } from './engine-parts.ts';

/** What a new practice or paper account starts with: 10,000.00. */
const OPENING_BALANCE = 1_000_000 as MinorUnits;

/** Whose money is at stake, by which rules, and what its owner must be told of this start. */
export type Account = {
  readonly settings: SettingsStore;
  /** The settings as they hold for the market's time. */
  readonly marketSettings: () => Settings;
  readonly money: Money;
  readonly openingBalance: MinorUnits;
  readonly notices: readonly Notice[];
};

export function composeAccount(parts: EngineParts): Account {
  const { market, feed, ports, databases } = parts;
  const settings = createSettingsStore(databases.journal, ports.clock, ports.log);
  const world = restoreWorld(parts, settings);
  return {
    settings,
    // A replay comes to the same prices at any speed; its time stands still when its user stops it.
    marketSettings: feed.replay === null ? settingsAtSpeed(settings.get, feed.speed) : settings.get,
    money: createMoney(databases.journal, market.mode, settings.get),
    openingBalance: world?.bankroll ?? OPENING_BALANCE,
    notices: noticesOf(parts, settings),
  };
}

/** Brings back what a recording was made under, before anything is decided by it; `undefined` of all other markets. */
function restoreWorld(
  { feed, ports, databases }: EngineParts,
  settings: SettingsStore,
): RecordedWorld | undefined {
  const world = feed.replay === null ? undefined : readWorld(feed.replay.context);
  if (world === undefined) return undefined;
  settings.save({ ...world.settings, currency: settings.get().currency });
  restoreIdentity(databases.identity, world, ports.clock);
  return world;
}

function noticesOf({ ports, databases, registry }: EngineParts, settings: SettingsStore): readonly Notice[] {
  const warning = (message: string) => ({ severity: 'warning', message }) as const;
  const cutOff = cutOffWords(ports.paths.matches);
  return [
    ...(ports.notices ?? []).map(warning),
    ...databases.notices,
    ...registry.notices,
    ...(settings.notice === null ? [] : [warning(settings.notice)]),
    ...(cutOff === null ? [] : [warning(cutOff)]),
  ].map(({ severity, message }) => ({ id: ports.ids.next(), severity, message }));
}
