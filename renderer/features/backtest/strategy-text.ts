/** Strategies in words. */
import type { MatchFilter, Strategy } from '../../../shared/contract/runs.ts';
import { isExchange, isSingleBook } from '../../../shared/domain/football-data-books.ts';
import { MARGIN_METHODS } from '../../../shared/domain/margin.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { formatOdds } from '../../../shared/domain/odds-format.ts';
import { MAX_ODDS, MIN_ODDS } from '../../../shared/domain/units.ts';
import { formatMoney } from '../../ui/figures.ts';
import type { Written } from './strategy-form.ts';

export type Fact = { readonly name: string; readonly value: string };

/** What words need besides the strategy: how money and odds are written, and the names of models. */
export type Wording = Written & { readonly modelName: (id: string) => string };

const NAMES: Readonly<Record<string, string>> = {
  'betfair-exchange': 'Betfair Exchange',
  'betfair-sportsbook': 'Betfair Sportsbook',
  bet365: 'bet365',
  betmgm: 'BetMGM',
  betvictor: 'BetVictor',
  bluesquare: 'Blue Square',
  bwin: 'bwin',
  stanjames: 'Stan James',
  sportingodds: 'Sporting Odds',
  vcbet: 'VC Bet',
  williamhill: 'William Hill',
};

/** A recorded book by its name: `williamhill` is William Hill. */
export const bookText = (book: string): string =>
  NAMES[book] ?? (book === '' ? '' : book.slice(0, 1).toUpperCase() + book.slice(1));

export const STAGE_WORDS: Readonly<Record<Strategy['stage'], string>> = {
  'pre-closing': 'Pre-closing',
  closing: 'Closing',
};

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  home: 'Home',
  draw: 'Draw',
  away: 'Away',
  over: 'Over 2.5',
  under: 'Under 2.5',
};
export const outcomeText = (outcome: string): string => OUTCOME_WORDS[outcome] ?? outcome;

export const marketText = (market: Strategy['market']): string => TARGETS[market].label;

/** A fraction as a percentage with no more digits than it has: 0.025 is `2.5%`. */
export const shareText = (fraction: number): string => `${Number((fraction * 100).toPrecision(6))}%`;

const methodText = (method: keyof typeof MARGIN_METHODS): string =>
  MARGIN_METHODS[method].label.toLowerCase();

export function fairText(fair: Strategy['fair'], modelName: (id: string) => string): string {
  switch (fair.kind) {
    case 'overround-line':
      return 'the Overround line';
    case 'mean':
      return `the mean of the books without margin (${methodText(fair.method)})`;
    case 'average-price':
      return '1 / average price, margin included';
    case 'book':
      return `${bookText(fair.book)} without margin (${methodText(fair.method)})`;
    case 'model':
      return `the model ${modelName(fair.id)}`;
  }
}

export function priceText(price: Strategy['price']): string {
  switch (price.kind) {
    case 'best':
      return 'the best price of one bookmaker';
    case 'average':
      return 'the average price';
    case 'book':
      return isSingleBook(price.book)
        ? `the price at ${bookText(price.book)}${isExchange(price.book) ? ', before commission' : ''}`
        : `the ${price.book} over all books watched`;
  }
}

export const ruleText = (rule: Strategy['rule']): string =>
  rule.kind === 'value'
    ? `expected profit is at least ${shareText(rule.minimumEv)}`
    : `the price is above 1 / (p - ${rule.alpha})`;

export function stakeText(stake: Strategy['stake'], currency: Wording['currency']): string {
  switch (stake.kind) {
    case 'flat':
      return `${formatMoney(stake.amount, currency)} a bet`;
    case 'to-win':
      return `what wins ${formatMoney(stake.amount, currency)}`;
    case 'proportional':
      return `${shareText(stake.fraction)} of the bank`;
    case 'kelly':
      return `${shareText(stake.fraction)} of Kelly, at most ${shareText(stake.cap)} of the bank`;
  }
}

/** What the strategy does, in a sentence: belief and price at one stage, rule, stake. */
export const strategySentence = (strategy: Strategy, { currency, modelName }: Wording): string =>
  `Believes ${fairText(strategy.fair, modelName)} and takes ${priceText(strategy.price)}, both ${strategy.stage}; bets where ${ruleText(strategy.rule)}; stakes ${stakeText(strategy.stake, currency)} from ${formatMoney(strategy.bank, currency)}${strategy.commission > 0 ? `, ${shareText(strategy.commission)} commission` : ''}.`;

const listText = (values: readonly string[]): string =>
  values.length === 0 ? 'all' : [...values].sort().join(' ');

/** Runs of consecutive seasons by their ends. */
export function seasonsText(seasons: readonly string[]): string {
  const sorted = [...seasons].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined || sorted.length <= 2) return listText(seasons);
  const span = Number.parseInt(last, 10) - Number.parseInt(first, 10) + 1;
  return span === sorted.length ? `${first} to ${last}` : listText(sorted);
}

export const matchesText = ({ competitions, seasons }: MatchFilter): string =>
  `${competitions.length === 0 ? 'all competitions' : listText(competitions)}, ${seasons.length === 0 ? 'all seasons' : seasonsText(seasons)}`;

function oddsText({ minimumOdds, maximumOdds }: Strategy['filter'], format: Wording['format']): string {
  const from = minimumOdds === MIN_ODDS ? null : formatOdds(format, minimumOdds);
  const to = maximumOdds === MAX_ODDS ? null : formatOdds(format, maximumOdds);
  if (from === null && to === null) return 'any';
  if (to === null) return `${from} and above`;
  return from === null ? `up to ${to}` : `${from} to ${to}`;
}

/** Everything a strategy says, one line a setting. */
export function strategyFacts(strategy: Strategy, wording: Wording): readonly Fact[] {
  const { currency, format, modelName } = wording;
  const { filter } = strategy;
  return [
    { name: 'Market', value: marketText(strategy.market) },
    { name: 'Believes', value: fairText(strategy.fair, modelName) },
    { name: 'Takes', value: priceText(strategy.price) },
    { name: 'Stage of both', value: strategy.stage },
    { name: 'Bets where', value: ruleText(strategy.rule) },
    { name: 'Stakes', value: stakeText(strategy.stake, currency) },
    { name: 'Opening bank', value: formatMoney(strategy.bank, currency) },
    { name: 'Commission', value: shareText(strategy.commission) },
    { name: 'Competitions', value: listText(filter.matches.competitions) },
    { name: 'Seasons', value: seasonsText(filter.matches.seasons) },
    {
      name: 'Outcomes',
      value: filter.outcomes.length === 0 ? 'all' : filter.outcomes.map(outcomeText).join(' '),
    },
    { name: 'Odds', value: oddsText(filter, format) },
    { name: 'Books at least', value: String(filter.minimumBooks) },
  ];
}
