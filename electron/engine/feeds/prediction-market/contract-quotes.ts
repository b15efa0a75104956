import { type ContractFee, netBackOdds, netLayOdds } from '../../../../shared/domain/prediction-fees.ts';
import type { BackLay, PriceSize } from '../../../../shared/domain/quote.ts';
import { type MinorUnits, ODDS_SCALE, type OddsE4 } from '../../../../shared/domain/units.ts';
import type { ContractBook, ContractLevel } from './contract-book.ts';
import { MILLION } from './fixed-point.ts';

const CENTS = 100;

/**
 * Backers' stakes, in cents, that `contracts` amount to at net `odds`: a contract pays 1 dollar, so a stake of
 * contracts / odds buys them. The same to lay: a layer's backer stakes what he would have to. Rounded down.
 */
const stakeOf = (contracts: number, odds: OddsE4): MinorUnits =>
  Math.floor(((contracts / MILLION) * CENTS * ODDS_SCALE) / odds + 1e-9) as MinorUnits;

function ladder(
  levels: readonly ContractLevel[],
  depth: number,
  oddsOf: (price: number) => OddsE4 | undefined,
): readonly PriceSize[] {
  const rungs: { price: OddsE4; contracts: number }[] = [];
  for (const [price, contracts] of levels) {
    const odds = oddsOf(price / MILLION);
    if (odds === undefined) continue;
    const last = rungs.at(-1);
    // Two ticks of a favourite can be one price in ten-thousandths.
    if (last?.price === odds) last.contracts += contracts;
    else if (rungs.length === depth) break;
    else rungs.push({ price: odds, contracts });
  }
  return rungs.map(({ price, contracts }) => ({ price, size: stakeOf(contracts, price) }));
}

/** The ladders of one selection, best first, net of the fee for taking them. */
export type SelectionLadders = Readonly<Record<BackLay, readonly PriceSize[]>>;

/**
 * The contract's selection is backed by buying at the asks and laid by selling to the bids. The opposite selection
 * (`of` no) is backed by selling, at 1 less the bid, and laid by buying: the same book in the mirror.
 */
export function laddersOf(
  book: ContractBook,
  of: 'yes' | 'no',
  fee: ContractFee,
  depth: number,
): SelectionLadders {
  const mirrored = ([price, contracts]: ContractLevel): ContractLevel => [MILLION - price, contracts];
  const toBuy = of === 'yes' ? book.levels('ask') : book.levels('bid').map(mirrored);
  const toSell = of === 'yes' ? book.levels('bid') : book.levels('ask').map(mirrored);
  return {
    back: ladder(toBuy, depth, (price) => netBackOdds(price, fee)),
    lay: ladder(toSell, depth, (price) => netLayOdds(price, fee)),
  };
}
