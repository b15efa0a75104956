import { useStore } from 'zustand';
import { formatOdds, useOddsFormat } from '../../stores/odds-format.ts';
import { useSettings } from '../../stores/settings.ts';
import { useStatus } from '../../stores/status.ts';
import { formatMoney } from '../../ui/figures.ts';
import { useTicking } from '../../ui/use-ticking.ts';
import { clearTicket } from './commands.ts';
import { ticket } from './ticket.ts';
import { useEnded } from './use-ended.ts';

/** Arm, place, disarm, clear. The place button says in whose money, what and for how much. */
export function TicketActions() {
  const { busy, armedUntil, subject } = useStore(ticket.store);
  const ended = useEnded(subject) !== null;
  const halted = useStatus((state) => state.status?.halted ?? false);
  const connected = useStatus((state) => state.connection === 'open');
  useTicking(200);
  const left = armedUntil === null ? 0 : armedUntil - performance.now();
  const armed = left > 0;
  return (
    <div className={`ticket-actions ${armed ? 'armed' : ''}`}>
      {armed ? (
        <button type="button" className="button" onClick={ticket.disarm} disabled={busy !== null}>
          Disarm <kbd className="key-cap">D</kbd>
        </button>
      ) : (
        <button
          type="button"
          className="button"
          onClick={ticket.arm}
          disabled={busy !== null || halted || ended || !connected}
        >
          {busy === 'arming' ? 'Arming…' : 'Arm'} <kbd className="key-cap">A</kbd>
        </button>
      )}
      <button
        type="button"
        className="button ticket-place"
        onClick={ticket.place}
        disabled={!armed || busy !== null || halted || ended || !connected}
      >
        <PlaceLabel placing={busy === 'placing'} />
        <kbd className="key-cap">P</kbd>
      </button>
      {armed && busy !== 'placing' && <Countdown left={left} />}
      {!armed && (
        <button
          type="button"
          className="button button-quiet"
          onClick={clearTicket}
          disabled={busy === 'placing'}
        >
          Clear <kbd className="key-cap">Esc</kbd>
        </button>
      )}
    </div>
  );
}

function PlaceLabel({ placing }: { readonly placing: boolean }) {
  useStore(ticket.store, (state) => state.fields);
  useOddsFormat((state) => state.format);
  const status = useStatus((state) => state.status);
  const draft = ticket.reading()?.draft ?? null;
  if (status === null) return <span>Place</span>;
  const mode = status.mode.toUpperCase();
  if (placing) return <span>{mode} · Placing…</span>;
  if (draft === null || draft.stake <= 0) return <span>{mode} · Place</span>;
  return (
    <span>
      {mode} · {draft.side === 'back' ? 'Back' : 'Lay'} {formatMoney(draft.stake, status.currency)} at{' '}
      {formatOdds(draft.price)}
    </span>
  );
}

function Countdown({ left }: { readonly left: number }) {
  const whole = (useSettings((state) => state.settings?.armSeconds) ?? 30) * 1000;
  const seconds = Math.ceil(left / 1000);
  return (
    <span className="countdown" role="timer" aria-label={`Armed for ${seconds} more seconds`}>
      <progress value={Math.min(left, whole)} max={whole} aria-hidden="true" />
      <strong>{seconds}s</strong>
    </span>
  );
}
