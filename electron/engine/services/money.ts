import type { Balances } from '../../../shared/domain/ledger.ts';
import type { Mode } from '../../../shared/domain/order.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { MinorUnits } from '../../../shared/domain/units.ts';
import type { Journal } from '../ports/journal.ts';

/** The account's balances for pricing and display: read from the ledger now and then, not at every tick. */
export interface Money {
  /** Cash and what is at risk, as of the last refresh: what Kelly fractions are of. */
  bankroll(): MinorUnits;
  refresh(): Balances;
}

export function createMoney(journal: Journal, mode: Mode, settings: () => Settings): Money {
  let latest: Balances | undefined;
  const refresh = () => {
    latest = journal.balances(mode, settings().currency);
    return latest;
  };
  return {
    bankroll() {
      const { cash, atRisk } = latest ?? refresh();
      return (cash + atRisk) as MinorUnits;
    },
    refresh,
  };
}
