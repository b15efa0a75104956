import type { Market, SportingEvent } from '../../shared/domain/catalogue.ts';
import { bookNamed, fixtureOf, type IdentityDesk, marketOf, quoteOn } from './identity-desk.ts';

/** One match as two sources tell it. */
export const ODDS = fixtureOf('odds', 'a', 'Wolverhampton Wanderers', 'Aston Villa');
export const BETFAIR = fixtureOf('betfair', 'b', 'Wolves', 'Aston Villa', {
  sport: 'soccer',
  competition: 'English Premier League',
});
/** Doubtful: no table knows the name, and no words are shared. */
export const STRANGE = fixtureOf('betfair', 's', 'Molineux Men', 'Aston Villa');

export const matchOdds = (event: SportingEvent): Market => marketOf(event, 'match-odds');

/** An aggregator tells the match, with a bookmaker's price on the home side. */
export function tellOdds(desk: IdentityDesk) {
  const sink = desk.source('odds', [bookNamed('pinnacle')]);
  sink({ kind: 'event', event: ODDS, markets: [matchOdds(ODDS)] });
  sink({ kind: 'quotes', quotes: [quoteOn(matchOdds(ODDS), 'home', 'pinnacle', 25_000)] });
  return sink;
}

/** A book of its own tells an event, with its price on the home side. */
export function tell(desk: IdentityDesk, event: SportingEvent, price = 26_000) {
  const sink = desk.source(event.sourceId, [bookNamed(event.sourceId)]);
  sink({ kind: 'event', event, markets: [matchOdds(event)] });
  sink({ kind: 'quotes', quotes: [quoteOn(matchOdds(event), 'home', event.sourceId, price)] });
  return sink;
}
