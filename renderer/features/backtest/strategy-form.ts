/** A strategy as it is typed, and what it comes to. */
import * as z from 'zod';
import type { StoredSeason, Strategy } from '../../../shared/contract/runs.ts';
import { marginMethod } from '../../../shared/contract/schemas.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { formatOdds, type OddsFormat, parseOdds } from '../../../shared/domain/odds-format.ts';
import { type Currency, MAX_ODDS, MIN_ODDS, type OddsE4 } from '../../../shared/domain/units.ts';
import { amountText, readAmount, readNumber } from '../../ui/amount.ts';
import { matchCount, soundFilter } from '../../ui/match-choice.ts';

export const FAIR_KINDS = ['overround-line', 'mean', 'average-price', 'book', 'model'] as const;
export const PRICE_KINDS = ['best', 'book', 'average'] as const;
export const RULE_KINDS = ['value', 'kaunitz'] as const;
export const STAKE_KINDS = ['flat', 'proportional', 'kelly', 'to-win'] as const;
const ODDS_FORMAT_NAMES = [
  'decimal',
  'american',
  'fractional',
  'hong-kong',
  'malay',
  'indonesian',
  'probability',
] as const satisfies readonly OddsFormat[];

/** Every part keeps what was typed in it while another kind is chosen, so that trying one out loses nothing. */
export const strategyForm = z
  .object({
    name: z.string(),
    market: z.enum(['match-odds', 'over-under-2.5']),
    stage: z.enum(['pre-closing', 'closing']),
    fair: z.enum(FAIR_KINDS),
    method: marginMethod,
    fairBook: z.string(),
    model: z.string(),
    price: z.enum(PRICE_KINDS),
    priceBook: z.string(),
    rule: z.enum(RULE_KINDS),
    /** In per cent. */
    minimumEv: z.string(),
    alpha: z.string(),
    competitions: z.array(z.string()),
    seasons: z.array(z.string()),
    outcomes: z.array(z.string()),
    /** In `oddsFormat`; empty for no limit. */
    minimumOdds: z.string(),
    maximumOdds: z.string(),
    oddsFormat: z.enum(ODDS_FORMAT_NAMES),
    minimumBooks: z.string(),
    stake: z.enum(STAKE_KINDS),
    /** In major units of the account's currency. */
    flatAmount: z.string(),
    winAmount: z.string(),
    bank: z.string(),
    /** In per cent of the bank, of full Kelly, and of winnings. */
    proportion: z.string(),
    kellyFraction: z.string(),
    kellyCap: z.string(),
    commission: z.string(),
  })
  .readonly();
export type StrategyForm = z.infer<typeof strategyForm>;

export type Written = { readonly currency: Currency; readonly format: OddsFormat };
export type Problems = Readonly<Partial<Record<keyof StrategyForm | 'matches', string>>>;

/** A fraction in per cent, without the noise of binary fractions: 0.07 is `7`. */
const percentText = (fraction: number): string => String(Number((fraction * 100).toPrecision(12)));

const oddsText = (odds: OddsE4, format: OddsFormat): string =>
  odds === MIN_ODDS || odds === MAX_ODDS ? '' : formatOdds(format, odds);

/** `strategy` written into a form; what it leaves open is taken from `before`, or stands at what is usual. */
export function formOf(
  strategy: Strategy,
  { currency, format }: Written,
  before: StrategyForm | null,
): StrategyForm {
  const { fair, price, rule, filter, stake } = strategy;
  const money = (amount: Strategy['bank']) => amountText(amount, currency);
  // A hundredth of the bank is what people stake flat until they say otherwise.
  const usualStake = money(Math.max(1, Math.round(strategy.bank / 100)) as Strategy['bank']);
  return {
    name: strategy.name,
    market: strategy.market,
    stage: strategy.stage,
    fair: fair.kind,
    method: 'method' in fair ? fair.method : (before?.method ?? 'power'),
    fairBook: fair.kind === 'book' ? fair.book : (before?.fairBook ?? 'pinnacle'),
    model: fair.kind === 'model' ? fair.id : (before?.model ?? ''),
    price: price.kind,
    priceBook: price.kind === 'book' ? price.book : (before?.priceBook ?? 'bet365'),
    rule: rule.kind,
    minimumEv: rule.kind === 'value' ? percentText(rule.minimumEv) : (before?.minimumEv ?? '2'),
    alpha: rule.kind === 'kaunitz' ? String(rule.alpha) : (before?.alpha ?? '0.05'),
    competitions: [...filter.matches.competitions],
    seasons: [...filter.matches.seasons],
    outcomes: [...filter.outcomes],
    minimumOdds: oddsText(filter.minimumOdds, format),
    maximumOdds: oddsText(filter.maximumOdds, format),
    oddsFormat: format,
    minimumBooks: String(filter.minimumBooks),
    stake: stake.kind,
    flatAmount: stake.kind === 'flat' ? money(stake.amount) : (before?.flatAmount ?? usualStake),
    winAmount: stake.kind === 'to-win' ? money(stake.amount) : (before?.winAmount ?? usualStake),
    bank: money(strategy.bank),
    proportion: stake.kind === 'proportional' ? percentText(stake.fraction) : (before?.proportion ?? '1'),
    kellyFraction: stake.kind === 'kelly' ? percentText(stake.fraction) : (before?.kellyFraction ?? '25'),
    kellyCap: stake.kind === 'kelly' ? percentText(stake.cap) : (before?.kellyCap ?? '5'),
    commission: percentText(strategy.commission),
  };
}

/** The same limits in another odds format; what can't be read stays as it was typed. */
export function inOddsFormat(form: StrategyForm, format: OddsFormat): StrategyForm {
  if (form.oddsFormat === format) return form;
  const rewritten = (text: string): string => {
    const read = parseOdds(form.oddsFormat, text);
    return read.ok ? formatOdds(format, read.odds) : text;
  };
  return {
    ...form,
    oddsFormat: format,
    minimumOdds: rewritten(form.minimumOdds),
    maximumOdds: rewritten(form.maximumOdds),
  };
}

/** As the contract allows. */
const LONGEST_NAME = 120;
const MOST_BOOKS = 50;

export type ReadStrategy =
  | { readonly ok: true; readonly strategy: Strategy }
  | { readonly ok: false; readonly problems: Problems };

/** The strategy that the form describes, or what is wrong by field. `models` are ids that can be believed. */
export function readStrategy(
  form: StrategyForm,
  currency: Currency,
  stored: readonly StoredSeason[],
  models: readonly string[],
): ReadStrategy {
  const problems: { -readonly [Field in keyof Problems]: string } = {};
  const refuse = (field: keyof Problems, problem: string) => {
    problems[field] ??= problem;
  };
  const figure = (field: keyof StrategyForm, least: number, most: number, unit: string): number => {
    const text = String(form[field]);
    const value = readNumber(text);
    if (value !== undefined && value >= least && value <= most) return value;
    refuse(field, `Type a number from ${least} to ${most}${unit}.`);
    return Number.NaN;
  };
  const percent = (field: keyof StrategyForm, least: number, most: number): number =>
    Number((figure(field, least, most, ' %') / 100).toPrecision(12));
  const money = (field: 'flatAmount' | 'winAmount' | 'bank'): Strategy['bank'] => {
    const read = readAmount(form[field], currency);
    if (read.ok) return read.value;
    refuse(field, read.problem);
    return 0 as Strategy['bank'];
  };
  const odds = (field: 'minimumOdds' | 'maximumOdds', open: OddsE4): OddsE4 => {
    if (form[field].trim() === '') return open;
    const read = parseOdds(form.oddsFormat, form[field]);
    if (read.ok) return read.odds;
    refuse(field, read.message);
    return open;
  };

  const name = form.name.trim();
  if (name === '') refuse('name', 'Give it a name.');
  else if (name.length > LONGEST_NAME) refuse('name', `At most ${LONGEST_NAME} characters.`);
  if (form.fair === 'book' && form.fairBook.trim() === '') refuse('fairBook', 'Choose a book.');
  if (form.price === 'book' && form.priceBook.trim() === '') refuse('priceBook', 'Choose a book.');
  if (form.fair === 'model' && !models.includes(form.model))
    refuse(
      'model',
      models.length === 0
        ? `No model of ${TARGETS[form.market].label} can be used: train or import one in Models (Alt+7).`
        : 'Choose a model.',
    );
  // Below zero it is a way to bet on everything, to see what a price costs.
  const asksForValue = form.rule === 'kaunitz' || (readNumber(form.minimumEv) ?? 0) > 0;
  if (asksForValue && form.fair === 'book' && form.price === 'book' && form.fairBook === form.priceBook)
    refuse('priceBook', 'A price is never above its own no-margin price: believe or take another book.');
  if (asksForValue && form.fair === 'average-price' && form.price === 'average')
    refuse('price', 'The average price is never above itself: take the best price or a book.');

  const matches = soundFilter(stored, form);
  if (matchCount(stored, matches) === 0)
    refuse('matches', 'No imported match is of these competitions and seasons: choose others.');
  const known = TARGETS[form.market].outcomes;
  const outcomes = form.outcomes.filter((outcome) => known.includes(outcome));
  const minimumOdds = odds('minimumOdds', MIN_ODDS);
  const maximumOdds = odds('maximumOdds', MAX_ODDS);
  if (minimumOdds > maximumOdds) refuse('maximumOdds', 'The highest odds are below the lowest: swap them.');
  const minimumBooks = figure('minimumBooks', 1, MOST_BOOKS, ' books');
  if (!Number.isNaN(minimumBooks) && !Number.isInteger(minimumBooks))
    refuse('minimumBooks', 'Type a whole number of books.');
  const bank = money('bank');

  const stakeOf = (): Strategy['stake'] => {
    switch (form.stake) {
      case 'flat':
        return { kind: 'flat', amount: withinBank('flatAmount') };
      case 'to-win':
        return { kind: 'to-win', amount: money('winAmount') };
      case 'proportional':
        return { kind: 'proportional', fraction: percent('proportion', 0.01, 100) };
      case 'kelly':
        return {
          kind: 'kelly',
          fraction: percent('kellyFraction', 1, 100),
          cap: percent('kellyCap', 0.01, 100),
        };
    }
  };
  const withinBank = (field: 'flatAmount'): Strategy['bank'] => {
    const amount = money(field);
    if (bank > 0 && amount > bank)
      refuse(field, 'The stake is more than the bank: no bet could be paid for.');
    return amount;
  };
  const strategy: Strategy = {
    name,
    market: form.market,
    fair: fairOf(form),
    price: form.price === 'book' ? { kind: 'book', book: form.priceBook.trim() } : { kind: form.price },
    stage: form.stage,
    rule:
      form.rule === 'value'
        ? { kind: 'value', minimumEv: percent('minimumEv', -100, 100) }
        : { kind: 'kaunitz', alpha: figure('alpha', 0, 0.5, '') },
    filter: {
      matches,
      outcomes: outcomes.length === known.length ? [] : outcomes,
      minimumOdds,
      maximumOdds,
      minimumBooks,
    },
    stake: stakeOf(),
    bank,
    commission: percent('commission', 0, 50),
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, strategy };
}

function fairOf({ fair, method, fairBook, model }: StrategyForm): Strategy['fair'] {
  switch (fair) {
    case 'overround-line':
    case 'average-price':
      return { kind: fair };
    case 'mean':
      return { kind: 'mean', method };
    case 'book':
      return { kind: 'book', book: fairBook.trim(), method };
    case 'model':
      return { kind: 'model', id: model };
  }
}
