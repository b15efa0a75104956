import { openMarket } from '../../stores/open-market.ts';
import { useStatus } from '../../stores/status.ts';
import { SPEEDS, setSpeed } from './commands.ts';

const WORDS = { practice: 'PRACTICE', paper: 'PAPER', live: 'LIVE', replay: 'REPLAY' } as const;
const ABOUT = {
  practice: 'The simulated market: nothing is at stake.',
  paper: 'Real prices, simulated bets.',
  live: 'Real prices, real bets.',
  replay: 'A recorded market, played again.',
} as const;

/** Which market is traded, how fast its time runs, and the way to another. */
export function MarketBar() {
  const mode = useStatus((state) => state.status?.mode);
  const connected = useStatus((state) => state.connection === 'open');
  if (mode === undefined) return null;
  return (
    <div className="pane-toolbar">
      <span className="mode-word">{WORDS[mode]}</span>
      <span className="muted market-about">{ABOUT[mode]}</span>
      {mode === 'practice' && <SpeedButtons />}
      <span className="market-ways">
        {mode !== 'practice' && (
          <button
            type="button"
            className="button"
            disabled={!connected}
            onClick={() => openMarket('practice')}
          >
            Open the practice market
          </button>
        )}
        {mode !== 'paper' && (
          <button
            type="button"
            className="button"
            disabled={!connected}
            title="Prices of the sources you add, with simulated bets"
            onClick={() => openMarket('real')}
          >
            Open the real market
          </button>
        )}
      </span>
    </div>
  );
}

function SpeedButtons() {
  const speed = useStatus((state) => state.status?.speed);
  return (
    <fieldset className="button-group" aria-label="Speed of the simulated market">
      {SPEEDS.map((option, index) => (
        <button
          key={option}
          type="button"
          className="button"
          data-pane-focus={index === 0 ? '' : undefined}
          aria-pressed={speed === option}
          onClick={() => setSpeed(option)}
        >
          {option}×
        </button>
      ))}
    </fieldset>
  );
}
