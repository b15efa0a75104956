import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import type { Recording } from '../../../shared/contract/recordings.ts';
import { recordings, useRecordings } from '../../stores/recordings.ts';
import { useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import {
  askToOpen,
  askToRemove,
  compareRecordings,
  readRecent,
  startRecording,
  stopRecording,
  useReplayView,
} from './replay-actions.ts';
import { bytesText, count, momentText, STATE_WORDS, spanText } from './replay-text.ts';

/** What was recorded, and what can be opened for replay. */
export function RecordingsList() {
  const heading = useId();
  const rows = useRows(recordings);
  const { list, problem } = useRecordings();
  return (
    <section className="recordings" aria-labelledby={heading}>
      <div className="replay-bar">
        <strong id={heading}>Recordings</strong>
        <span className="muted">{rows.length === 0 ? '' : `${rows.length}, newest first`}</span>
        <RecordButton />
        <span className="replay-gap" />
        <OpenFile />
      </div>
      {list === 'failed' && (
        <p role="alert" className="field-problem">
          The recordings could not be listed. {problem} Reload the window.
        </p>
      )}
      {rows.length === 0 ? <NoRecordings reading={list === 'reading'} /> : <RecordingsTable rows={rows} />}
    </section>
  );
}

function RecordButton() {
  const underWay = useRecordings((state) => state.underWay);
  const mode = useStatus((state) => state.status?.mode);
  const busy = useReplayView((view) => view.busy);
  if (underWay !== null)
    return (
      <button type="button" className="button" disabled={busy} onClick={() => void stopRecording()}>
        <i className="recording-light" aria-hidden="true" /> Stop recording
      </button>
    );
  const why =
    mode === 'paper'
      ? 'Keeps every payload of every source from now on'
      : 'Only the real markets can be recorded: open them first';
  return (
    <button
      type="button"
      className="button"
      disabled={busy || mode !== 'paper'}
      title={why}
      onClick={() => void startRecording()}
    >
      Start recording
    </button>
  );
}

function OpenFile() {
  const [file, setFile] = useState('');
  const recent = useReplayView((view) => view.recent);
  const refused = useReplayView((view) => view.refusedFile);
  const problem = refused !== null && refused.file === file ? refused.problem : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void askToOpen(file);
  };
  return (
    <form className="replay-open" onSubmit={submit}>
      <label htmlFor="replay-file" className="field-label">
        Replay a file
      </label>
      <input
        id="replay-file"
        className="input"
        value={file}
        placeholder="Path on the engine's machine: a recording, Betfair stream data, odds over time"
        title="Recordings, Betfair stream files (raw, gz, bz2), historical answers of The Odds API, tables and trackers of odds. Arrow down lists the files replayed lately."
        list="replay-recent"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'replay-file-problem'}
        onFocus={readRecent}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setFile(event.target.value)}
      />
      <datalist id="replay-recent">
        {recent.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      <button type="submit" className="button" disabled={file.trim() === ''}>
        Open
      </button>
      {problem !== null && (
        <small id="replay-file-problem" role="alert" className="field-problem replay-file-problem">
          {problem}
        </small>
      )}
    </form>
  );
}

function NoRecordings({ reading }: { readonly reading: boolean }) {
  if (reading) return <p className="muted replay-none">Reading the recordings folder…</p>;
  return (
    <p className="muted replay-none">
      Nothing has been recorded yet. On the real markets, start a recording to keep every payload as it came;
      it can then be replayed at any speed. Files of others can be opened above.
    </p>
  );
}

/** Arrows, Home and End move along the recordings. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tr')];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const to = places[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  rows[Math.max(0, Math.min(to, rows.length - 1))]?.focus();
}

function RecordingsTable({ rows }: { readonly rows: readonly Recording[] }) {
  const sorted = [...rows].sort(compareRecordings);
  const { chosen } = useReplayView();
  const mode = useStatus((state) => state.status?.mode);
  const reachable = sorted.some(({ id }) => id === chosen) ? chosen : sorted[0]?.id;
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">From</th>
          <th scope="col" className="figure">
            Span
          </th>
          <th scope="col" className="figure">
            Payloads
          </th>
          <th scope="col" className="figure">
            On disk
          </th>
          <th scope="col" className="figure">
            Received
          </th>
          <th scope="col">Sources</th>
          <th scope="col">Name</th>
          <th scope="col">
            <span className="replay-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody onKeyDown={moveAlong}>
        {sorted.map((recording) => (
          <RecordingRow
            key={recording.id}
            recording={recording}
            reachable={recording.id === reachable}
            takesKeyboard={mode !== 'replay' && recording.id === reachable}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  readonly recording: Recording;
  /** The one row that Tab comes to. */
  readonly reachable: boolean;
  /** The row the keyboard goes to with the pane. */
  readonly takesKeyboard: boolean;
};

function RecordingRow({ recording, reachable, takesKeyboard }: RowProps) {
  const { id, state, from, to, payloads, bytes, rawBytes, sources, problem } = recording;
  return (
    <tr
      className="recording-row"
      tabIndex={reachable ? 0 : -1}
      data-pane-focus={takesKeyboard ? '' : undefined}
      onFocus={() => useReplayView.setState({ chosen: id })}
      onDoubleClick={() => void askToOpen(id)}
    >
      <td>
        <span className={`recording-state recording-${state}`}>
          <i aria-hidden="true" />
          {STATE_WORDS[state]}
        </span>
      </td>
      <td>{from === 0 ? '–' : momentText(from)}</td>
      <td className="figure">{from === 0 ? '–' : spanText(to - from)}</td>
      <td className="figure">{count(payloads)}</td>
      <td className="figure">{bytesText(bytes)}</td>
      <td className="figure">{bytesText(rawBytes)}</td>
      <td>{sources.join(', ')}</td>
      <td className="recording-name" title={problem ?? id}>
        {id}
        {problem !== null && <span className="recording-problem">{problem}</span>}
      </td>
      <td>
        <button
          type="button"
          className="button recording-action"
          tabIndex={-1}
          disabled={state === 'recording' || payloads === 0}
          aria-label={`Replay ${id}`}
          onClick={() => void askToOpen(id)}
        >
          Replay
        </button>
        <button
          type="button"
          className="button recording-action"
          tabIndex={-1}
          disabled={state === 'recording'}
          aria-label={`Remove ${id}`}
          onClick={() => askToRemove(id)}
        >
          Remove
        </button>
      </td>
    </tr>
  );
}
