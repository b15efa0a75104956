import type { ApiRequest } from './api-request.ts';
import { type Asked, regionsCharged } from './cadence.ts';
import type { Charge } from './credit-account.ts';
import type { Decoded } from './decoder.ts';

/**
 * What an answer that was used costs by the price list; empty answers are free where the API says so itself, by `last`
 * (`x-requests-last`).
 */
export function chargeFor(
  { kind, wish }: ApiRequest,
  decoded: Decoded,
  last: number | undefined,
  asked: Asked,
): Charge {
  const known = (credits: number): Charge => ({ kind: 'known', credits });
  switch (decoded.kind) {
    case 'odds':
      if (kind === 'event-odds')
        return known(Math.min(wish.cost, decoded.marketKeys * regionsCharged(asked)));
      return known(decoded.events === 0 && last === 0 ? 0 : wish.cost);
    case 'scores':
      return known(decoded.standings.length === 0 && last === 0 ? 0 : wish.cost);
    case 'nothing':
      return known(wish.cost);
    case 'refused':
      return { kind: 'unknown' };
  }
}
