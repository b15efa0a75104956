import { useEffect, useId, useRef, useState } from 'react';
import type { ReplayState } from '../../../shared/contract/recordings.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { bets, orders } from '../../stores/market-data.ts';
import { useRows } from '../../stores/use-rows.ts';
import { useWorkspace } from '../../stores/workspace.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { isoMoment } from '../../ui/moment-text.ts';
import {
  claimKeyboard,
  goTo,
  jump,
  leaveReplay,
  REPLAY_SPEEDS,
  setReplaySpeed,
  showRefused,
  step,
  togglePlaying,
  toggleQuiet,
  useReplayView,
} from './replay-actions.ts';
import { count, fileName, MOTION_WORDS, momentText, spanText, tradingWords } from './replay-text.ts';

/** What is played, where it stands, and everything that moves it. */
export function ReplayTransport({ replay }: { readonly replay: ReplayState }) {
  const busy = useReplayView((view) => view.busy);
  const moves = replay.motion === 'playing' || replay.motion === 'seeking';
  const play = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Asked for, or lost with the transport of the replay before.
    const wanted = claimKeyboard() || document.activeElement === document.body;
    if (wanted && useWorkspace.getState().active === 'replay') play.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section className="replay-transport" aria-label="Replay">
      <div className="replay-bar">
        <span className="mode-word">REPLAY</span>
        <strong title={replay.file}>{fileName(replay.file)}</strong>
        <span className="muted">{replay.format}</span>
        <span className={`replay-motion replay-${replay.motion}`}>{MOTION_WORDS[replay.motion]}</span>
        <Figures replay={replay} />
        <span className="replay-gap" />
        <button
          type="button"
          className="button button-quiet"
          disabled={busy}
          onClick={() => leaveReplay('practice')}
        >
          Practice market <KeyCaps chord="Shift+P" />
        </button>
        <button
          type="button"
          className="button button-quiet"
          disabled={busy}
          onClick={() => leaveReplay('real')}
        >
          Real markets <KeyCaps chord="Shift+R" />
        </button>
      </div>
      <Timeline replay={replay} />
      <div className="replay-bar">
        <button
          ref={play}
          type="button"
          className="button button-primary replay-play"
          data-pane-focus=""
          aria-keyshortcuts="Space"
          onClick={togglePlaying}
        >
          {moves ? 'Pause' : 'Play'}
        </button>
        <button type="button" className="button" onClick={() => step(1)}>
          Step <kbd className="key-cap">S</kbd>
        </button>
        <button type="button" className="button" onClick={() => step(100)}>
          Step 100
        </button>
        <SpeedLadder speed={replay.speed} />
        <QuietSwitch skips={replay.skipsQuiet} />
        <GoTo replay={replay} />
        <Jumps replay={replay} />
      </div>
      <TradingNote motion={replay.motion} />
      {replay.notes.map((note) => (
        <p key={note} className="replay-note">
          {note}
        </p>
      ))}
    </section>
  );
}

function SpeedLadder({ speed }: { readonly speed: number }) {
  return (
    <fieldset className="button-group" aria-label="Speed of the replay">
      {REPLAY_SPEEDS.map((option) => (
        <button
          key={option}
          type="button"
          className="button"
          aria-pressed={speed === option}
          onClick={() => setReplaySpeed(option)}
        >
          {option}×
        </button>
      ))}
    </fieldset>
  );
}

/** Where the replay stands; while it is dragged, or moved by keys, where it would go when let go. */
function Timeline({ replay }: { readonly replay: ReplayState }) {
  const [target, setTarget] = useState<number | null>(null);
  const { from, to, at } = replay;
  const commit = () => {
    if (target !== null) goTo(target as EpochMs);
    setTarget(null);
  };
  const shown = target ?? at;
  return (
    <div className="replay-timeline">
      <span className="faint">{momentText(from)}</span>
      <input
        type="range"
        aria-label="Position in the replay"
        aria-valuetext={momentText(shown as EpochMs)}
        min={from}
        max={to ?? at}
        step={Math.max(1, Math.round(((to ?? at) - from) / 1000))}
        value={shown}
        disabled={to === null}
        onChange={(event) => setTarget(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={(event) => {
          if (
            event.key.startsWith('Arrow') ||
            event.key.startsWith('Page') ||
            event.key === 'End' ||
            event.key === 'Home'
          )
            commit();
        }}
        onBlur={() => setTarget(null)}
      />
      <span className="faint">{to === null ? 'counting…' : momentText(to)}</span>
      <output className={target === null ? '' : 'replay-target'}>{momentText(shown as EpochMs)}</output>
    </div>
  );
}

function GoTo({ replay }: { readonly replay: ReplayState }) {
  const { from, to, at } = replay;
  const refuse = (moment: EpochMs): string | null => {
    if (moment < Math.floor(from / 1000) * 1000) return `The file begins at ${isoMoment(from)}.`;
    return to !== null && moment > to ? `The file ends at ${isoMoment(to)}.` : null;
  };
  return (
    <MomentField
      id="replay-moment"
      label="Go to"
      value={at}
      near={at}
      onlyEnter
      refuse={refuse}
      onMoment={goTo}
      title="A moment in this machine's time, 24 hours: 2026-11-21 14:05:09, or 14:05 for the same day. Enter goes there."
    />
  );
}

function QuietSwitch({ skips }: { readonly skips: boolean }) {
  return (
    <button
      type="button"
      className="button"
      aria-pressed={skips}
      title="While it plays, stretches of more than 10 seconds without any payload are crossed at once. Books and edges are the same either way."
      onClick={toggleQuiet}
    >
      Skip quiet <kbd className="key-cap">Q</kbd>
    </button>
  );
}

const JUMPS = [
  { to: 'before', label: '−10 min', key: '1', title: 'Ten minutes before the start' },
  {
    to: 'start',
    label: 'Start',
    key: '2',
    title: 'The start: the moment it turned in play, where the file says so',
  },
  { to: 'end', label: 'End', key: '3', title: 'The end of the file' },
] as const;

function Jumps({ replay }: { readonly replay: ReplayState }) {
  return (
    <fieldset className="button-group" aria-label="Moments of the file">
      {JUMPS.map(({ to, label, key, title }) => (
        <button
          key={to}
          type="button"
          className="button"
          title={title}
          disabled={to === 'end' && replay.to === null}
          onClick={() => jump(to)}
        >
          {label} <kbd className="key-cap">{key}</kbd>
        </button>
      ))}
    </fieldset>
  );
}

/** What the replay's motion means for the bets placed in it. */
function TradingNote({ motion }: { readonly motion: ReplayState['motion'] }) {
  const placed = useRows(orders);
  const openBets = useRows(bets).filter(({ status }) => status === 'open').length;
  const text = tradingWords(motion, placed, openBets);
  return text === null ? null : (
    <p className="replay-note" role="status">
      {text}
    </p>
  );
}

function Figures({ replay }: { readonly replay: ReplayState }) {
  const { played, payloads, refused, at, to } = replay;
  const label = useId();
  return (
    <dl className="replay-figures" aria-labelledby={label}>
      <dt id={label}>Played</dt>
      <dd>
        {count(played)}
        {payloads === null ? '' : ` of ${count(payloads)}`}
      </dd>
      <dt>Left</dt>
      <dd>{to === null ? '–' : spanText(to - at)}</dd>
      <dt>Refused</dt>
      <dd className={refused > 0 ? 'warn' : ''}>
        {refused === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            className="button button-quiet replay-refused"
            title="Which parts of the file could not be used, and why (F)"
            onClick={showRefused}
          >
            {count(refused)} <kbd className="key-cap">F</kbd>
          </button>
        )}
      </dd>
    </dl>
  );
}
