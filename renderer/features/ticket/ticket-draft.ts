/** From what stands in the ticket's fields to a draft the engine can judge. */
import { formatOdds, type OddsFormat, parseOdds } from '../../../shared/domain/odds-format.ts';
import type { OrderDraft } from '../../../shared/domain/order.ts';
import { tickDown, tickUp } from '../../../shared/domain/price-ladder.ts';
import {
  type Currency,
  currencyExponent,
  type MinorUnits,
  type OddsE4,
  type OrderId,
} from '../../../shared/domain/units.ts';
import type { TicketRequest } from '../../stores/ticket.ts';
import { readAmount } from '../../ui/amount.ts';
import { formatMoney } from '../../ui/figures.ts';

/** What is bet on; the price and the stake stand in the fields. */
export type TicketSubject = Omit<TicketRequest, 'price' | 'stake' | 'waits' | 'chosen' | 'held' | 'leg'>;

export type TicketFields = {
  /** In the user's odds format. */
  readonly price: string;
  /** In major units of the account's currency. */
  readonly stake: string;
  readonly persistence: OrderDraft['persistence'];
};

export type FieldProblems = { readonly price?: string; readonly stake?: string };

export type DraftReading = {
  /** `null` where the price can't be read. With an unreadable stake it carries 0, which no control passes. */
  readonly draft: OrderDraft | null;
  readonly problems: FieldProblems;
};

/** Reads the fields; a stake over `largestStake` still goes to the engine, which says the same in its controls. */
export function readDraft(
  id: OrderId,
  subject: TicketSubject,
  fields: TicketFields,
  context: {
    readonly currency: Currency;
    readonly format: OddsFormat;
    readonly largestStake: MinorUnits | null;
  },
): DraftReading {
  const price = parseOdds(context.format, fields.price);
  const stake = readStake(fields.stake, context.currency, context.largestStake);
  const problems: FieldProblems = {
    ...(!price.ok && { price: fields.price.trim() === '' ? 'Type a price.' : price.message }),
    ...(stake.problem !== undefined && { stake: stake.problem }),
  };
  if (!price.ok) return { draft: null, problems };
  return {
    draft: {
      id,
      ...subject,
      price: price.odds,
      stake: stake.value,
      persistence: fields.persistence,
    },
    problems,
  };
}

type StakeReading = { readonly value: MinorUnits; readonly problem?: string };

function readStake(text: string, currency: Currency, largest: MinorUnits | null): StakeReading {
  const none = 0 as MinorUnits;
  if (text.trim() === '') return { value: none, problem: 'Type a stake, or press K for the Kelly stake.' };
  const read = readAmount(text, currency);
  if (!read.ok) return { value: none, problem: read.problem.replace('The amount', 'The stake') };
  if (largest === null || read.value <= largest) return { value: read.value };
  const limit = formatMoney(largest, currency);
  return { value: read.value, problem: `Above your limit of ${limit} a bet: stake less.` };
}

/** The price `ticks` up (or down when negative) the exchange's ladder, as the field writes it; unreadable text stays. */
export function stepPrice(text: string, ticks: number, format: OddsFormat): string {
  const read = parseOdds(format, text);
  if (!read.ok) return text;
  return priceText(ticks > 0 ? tickUp(read.odds, ticks) : tickDown(read.odds, -ticks), format);
}

export const priceText = (odds: OddsE4, format: OddsFormat): string => formatOdds(format, odds);

/** One step of the stake in major units: fine where stakes are small. */
const stakeStep = (major: number): number => {
  if (major < 20) return 1;
  if (major < 100) return 5;
  return major < 500 ? 10 : 50;
};

/** The stake one step up (1) or down (-1), on round figures, never below one step. */
export function stepStake(text: string, direction: 1 | -1, currency: Currency): string {
  const read = readAmount(text, currency);
  const major = read.ok ? read.value / 10 ** currencyExponent(currency) : 0;
  // Downwards from 20 the step is that of the figures below it.
  const step = stakeStep(direction === 1 ? major : major - 1e-9);
  const next = direction === 1 ? Math.floor(major / step + 1) * step : Math.ceil(major / step - 1) * step;
  return String(Math.max(stakeStep(0), next));
}
