import type { MinorUnits } from '../../../../shared/domain/units.ts';
import { moneyText } from '../money-text.ts';
import type { Control, ControlView, Finding } from './control.ts';
import { fail, pass } from './control.ts';

type Limit = (view: ControlView, money: (amount: MinorUnits) => string) => string | undefined;

/** Each says why it stops the order, or nothing. The first that speaks decides. */
const LIMITS: readonly Limit[] = [
  ({ unresolved }) =>
    unresolved.length === 0
      ? undefined
      : `Order ${unresolved[0]} on this market is unresolved, so the exposure is not known: wait until the venue has answered for it.`,
  ({ damaged }) =>
    damaged.length === 0
      ? undefined
      : `Order ${damaged[0]} can't be read in the journal and may be at stake, so the exposure is not known: do as the engine's message says.`,
  ({ draft, settings }, money) =>
    draft.stake <= settings.maximumStake
      ? undefined
      : `The stake ${money(draft.stake)} is above the limit of ${money(settings.maximumStake)}: stake less, or raise the limit in settings.`,
  ({ liability, settings }, money) =>
    liability <= settings.maximumStake
      ? undefined
      : `The bet can lose ${money(liability)}; the limit of one order is ${money(settings.maximumStake)}: stake less, or raise the limit in settings.`,
  ({ liability, balances }, money) =>
    liability <= balances.cash
      ? undefined
      : `The bet can lose ${money(liability)} and ${money(balances.cash)} is free: stake less, or wait for bets to settle.`,
  ({ eventExposure, settings }, money) =>
    eventExposure <= settings.maximumEventExposure
      ? undefined
      : `The event could then lose ${money(eventExposure)}; the limit is ${money(settings.maximumEventExposure)}: stake less, or raise the limit in settings.`,
  ({ totalExposure, settings }, money) =>
    totalExposure <= settings.maximumTotalExposure
      ? undefined
      : `All events together could then lose ${money(totalExposure)}; the limit is ${money(settings.maximumTotalExposure)}: stake less, or raise the limit in settings.`,
];

/** What can be lost stays within the limits and the money there is. */
export const exposure: Control = {
  name: 'exposure',
  check(view): Finding {
    if (!view.moneySafe) return fail('The price and stake must be valid before the exposure is known.');
    const money = (amount: MinorUnits) => moneyText(amount, view.currency);
    for (const limit of LIMITS) {
      const message = limit(view, money);
      if (message !== undefined) return fail(message);
    }
    return pass(
      `Can lose ${money(view.liability)}; the event ${money(view.eventExposure)}, all events ${money(view.totalExposure)}.`,
    );
  },
};
