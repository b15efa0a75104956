import { type ReactNode, useRef } from 'react';
import type { Status } from '../../shared/contract/status.ts';
import type { MinorUnits } from '../../shared/domain/units.ts';
import { oddsFormatLabel, useOddsFormat } from '../stores/odds-format.ts';
import { useRecordings } from '../stores/recordings.ts';
import { engineNow, useStatus } from '../stores/status.ts';
import { useArmedTicket } from '../stores/ticket.ts';
import { formatClock, formatMoney, formatProfit } from '../ui/figures.ts';
import { KeyCaps } from '../ui/key-caps.tsx';
import { useTicking } from '../ui/use-ticking.ts';
import { commands } from './commands.ts';
import { currentChords, useKeyBindings } from './key-bindings.ts';
import { openOverlay } from './overlay.ts';
import './status-bar.css';

const MODE_MEANING: Readonly<Record<Status['mode'], string>> = {
  practice: 'Practice: simulated markets, play money',
  paper: 'Paper: real prices, play money',
  live: 'Live: real money',
  replay: 'Replay: recorded markets, play money',
};

/** The line along the bottom: whose money, how fresh, how much is at stake. */
export function StatusBar() {
  const status = useStatus((state) => state.status);
  const connection = useStatus((state) => state.connection);
  return (
    <footer className="status-bar">
      {status !== null && (
        <strong className="status-mode" title={MODE_MEANING[status.mode]}>
          {status.mode.toUpperCase()}
        </strong>
      )}
      <span className={`status-light status-${connection}`}>
        <i aria-hidden="true" />
        {CONNECTION_WORDS[connection]}
      </span>
      {status !== null && <Readings status={status} isOld={connection !== 'open'} />}
      <Hint />
    </footer>
  );
}

const CONNECTION_WORDS = { open: 'Connected', connecting: 'Not connected', closed: 'Disconnected' } as const;

type ReadingsProps = {
  readonly status: Status;
  /** As last heard, before the connection was lost. */
  readonly isOld: boolean;
};

function Readings({ status, isOld }: ReadingsProps) {
  const { currency } = status;
  const format = useOddsFormat((state) => state.format);
  return (
    <div className={isOld ? 'status-readings is-old' : 'status-readings'}>
      {(status.mode === 'practice' || status.mode === 'replay') && (
        <Reading name="Speed">{status.speed === 0 ? 'paused' : `${status.speed}×`}</Reading>
      )}
      <EngineClock stopped={isOld} />
      <Reading
        name="Updates"
        title="Price updates a second, and the time from feed to edge (median / 99th percentile)"
      >
        {Math.round(status.updatesPerSecond).toLocaleString('en-GB')}/s
        <span className="faint">
          {' '}
          {milliseconds(status.pipelineMs.p50)} / {milliseconds(status.pipelineMs.p99)}
        </span>
      </Reading>
      <Reading
        name="Lag"
        title="How late the engine's event loop ran in the last second"
        tone={status.lagMs > 100 ? 'warn' : undefined}
      >
        {milliseconds(status.lagMs)}
      </Reading>
      {format !== 'decimal' && <Reading name="Odds">{oddsFormatLabel(format)}</Reading>}
      <span className="status-gap" />
      <Reading name="Bankroll" title="What is free and what is at risk: Kelly stakes are shares of it">
        {formatMoney((status.cash + status.atRisk) as MinorUnits, currency)}
      </Reading>
      <Reading name="Free">{formatMoney(status.cash, currency)}</Reading>
      <Reading name="At risk">{formatMoney(status.atRisk, currency)}</Reading>
      <Reading name="Profit" tone={status.profit > 0 ? 'gain' : status.profit < 0 ? 'loss' : undefined}>
        {formatProfit(status.profit, currency)}
      </Reading>
      <Reading name="Orders">{status.openOrders}</Reading>
      <Reading name="Open bets">{status.openBets}</Reading>
      {status.unresolvedOrders > 0 && (
        <strong
          className="status-alarm"
          title="Sent, and the bookmaker's answer is not known. The engine is finding out."
        >
          {status.unresolvedOrders} UNRESOLVED
        </strong>
      )}
      {status.damagedOrders > 0 && (
        <strong
          className="status-alarm"
          title="Orders that can't be read in journal.db: in no list, and in none of these counts. The banner says what to do."
        >
          {status.damagedOrders} UNREADABLE
        </strong>
      )}
      {status.halted && (
        <strong className="status-alarm" title="Nothing can be armed until the halt is released">
          HALTED
        </strong>
      )}
      <RecordingMark />
      <ArmedMark />
    </div>
  );
}

function RecordingMark() {
  const underWay = useRecordings((state) => state.underWay);
  if (underWay === null) return null;
  return (
    <strong className="status-recording" title="Every payload of every source is being recorded">
      REC {underWay.payloads.toLocaleString('en-GB')}
    </strong>
  );
}

function ArmedMark() {
  const until = useArmedTicket((state) => state.until);
  useTicking(250);
  const left = until === null ? 0 : until - performance.now();
  return left <= 0 ? null : <strong className="status-armed">ARMED {Math.ceil(left / 1000)}s</strong>;
}

/** Stands still while the engine can't be heard. */
function EngineClock({ stopped }: { readonly stopped: boolean }) {
  useTicking(250);
  const shown = useRef(engineNow());
  if (!stopped) shown.current = engineNow();
  return (
    <Reading
      name="Engine"
      title={
        stopped
          ? 'When the engine was last heard, by its own clock'
          : "The engine's clock, shown in this machine's time zone"
      }
    >
      {formatClock(shown.current)}
    </Reading>
  );
}

const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

type ReadingProps = {
  readonly name: string;
  readonly title?: string;
  readonly tone?: 'gain' | 'loss' | 'warn' | undefined;
  readonly children: ReactNode;
};

const Reading = ({ name, title, tone, children }: ReadingProps) => (
  <span className="status-reading" title={title}>
    <span className="faint">{name}</span> <span className={tone}>{children}</span>
  </span>
);

function Hint() {
  useKeyBindings((state) => state.overrides);
  const keyOf = (id: string) => {
    const command = commands.find((candidate) => candidate.id === id);
    return command === undefined ? undefined : currentChords(command)[0];
  };
  const palette = keyOf('palette.open');
  const keys = keyOf('keys.show');
  return (
    <span className="status-hint">
      <button type="button" onClick={() => openOverlay('palette')}>
        {palette && <KeyCaps chord={palette} />} commands
      </button>
      <button type="button" onClick={() => openOverlay('keys')}>
        {keys && <KeyCaps chord={keys} />} keys
      </button>
    </span>
  );
}
