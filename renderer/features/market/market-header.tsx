import type { Market, SportingEvent } from '../../../shared/domain/catalogue.ts';
import { engineNow } from '../../stores/status.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import { kickOffText, scoreText } from '../../ui/kick-off.ts';
import { marketName, shortMarketName } from '../../ui/market-name.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { focusMarket, inOrder } from './market-state.ts';

type MarketHeaderProps = {
  readonly event: SportingEvent;
  readonly markets: readonly Market[];
  readonly market: Market;
};

/** Markets of an event beyond which their tabs are abbreviated. */
const MANY = 8;

/** The event, when it is, how it stands, and its markets to switch between. */
export function MarketHeader({ event, markets, market }: MarketHeaderProps) {
  useTicking(1000);
  const score = scoreText(event);
  return (
    <header className="market-header">
      <div className="market-title">
        <h2>
          {event.home}{' '}
          {score === '' ? <span className="faint">v</span> : <span className="market-score">{score}</span>}{' '}
          {event.away}
        </h2>
        <span className={event.status === 'live' ? 'market-clock is-live' : 'market-clock'}>
          {event.status === 'live' && <span className="visually-hidden">in play, minute </span>}
          {kickOffText(event, engineNow())}
        </span>
        <span className="faint market-when">
          {event.competition} · {formatDayAndTime(event.startsAt)}
        </span>
        {market.status !== 'open' && <span className="market-status">{market.status}</span>}
      </div>
      <div className="market-tabs" role="tablist" aria-label="Markets of the event, [ and ]">
        {inOrder(markets).map((one) => (
          <button
            key={one.id}
            type="button"
            role="tab"
            tabIndex={one.id === market.id ? 0 : -1}
            aria-selected={one.id === market.id}
            className="market-tab"
            title={marketName(one)}
            onClick={() => focusMarket(one.id)}
          >
            {markets.length > MANY ? shortMarketName(one) : marketName(one)}
          </button>
        ))}
      </div>
    </header>
  );
}
