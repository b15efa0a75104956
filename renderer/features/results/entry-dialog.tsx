import { type KeyboardEvent, useState } from 'react';
import type { ResultEntry } from '../../../shared/contract/results.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { ResultStatus } from '../../../shared/domain/result.ts';
import { resultWords } from '../../../shared/domain/result.ts';
import { Choice } from '../../grid/index.ts';
import { useRow } from '../../stores/use-row.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDayAndTime } from '../../ui/figures.ts';
import { FormField } from '../../ui/form-field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { EffectTable } from './effect-table.tsx';
import type { EntryDraft, ReadDraft } from './entry-draft.ts';
import { changedDraft, readDraft } from './entry-draft.ts';
import { isGone } from './result-columns.ts';
import { closeEntry, enterResult, results, useResultsView } from './results-state.ts';
import { RevisionTable } from './revision-table.tsx';

const STATUSES: readonly { readonly value: ResultStatus; readonly label: string; readonly hint: string }[] = [
  { value: 'ended', label: 'Ended', hint: 'Played out: type its score' },
  { value: 'postponed', label: 'Postponed', hint: 'Every stake is returned (P)' },
  { value: 'abandoned', label: 'Abandoned', hint: 'Every stake is returned; first half by its score (A)' },
  {
    value: 'withdrawn',
    label: 'Taken back',
    hint: 'What was entered by hand no longer holds: it stands as sources say (W); bets without another result are open again',
  },
  {
    value: 'unknown',
    label: 'Set aside',
    hint: 'What sources have said is set aside, until one says something else (N); its bets are open again',
  },
];
const STATUS_KEYS: Readonly<Record<string, ResultStatus>> = {
  e: 'ended',
  p: 'postponed',
  a: 'abandoned',
  w: 'withdrawn',
  n: 'unknown',
};

const change = (changes: Partial<EntryDraft>): void =>
  useResultsView.setState(({ draft }) => ({ draft: draft && changedDraft(draft, changes) }));

/** Enters or corrects a result; what it does to bets and money is shown before it is confirmed. */
export function EntryDialog({ draft }: { readonly draft: EntryDraft }) {
  const row = useRow(results, draft.eventId);
  const entering = useResultsView((view) => view.entering);
  const read = readDraft(draft);
  const entry = 'entry' in read ? read.entry : null;
  // Once somebody has said how it ended, another word is a correction like any.
  const early = row === undefined || row.revision > 0 || isGone(row) ? null : unfinished(row.event, draft);
  const [warned, setWarned] = useState(false);
  const confirm = () => {
    if (entry === null) return;
    if (early !== null && !warned) {
      setWarned(true);
      return;
    }
    enterResult(entry);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    confirm();
  };
  const event = row?.event;
  const name = event === undefined ? draft.eventId : `${event.home} v ${event.away}`;
  return (
    <Dialog label={`Result of ${name}`} className="result-dialog" onClose={closeEntry}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key confirms from every field of the form */}
      <div className="result-form" onKeyDown={onKeyDown}>
        <header className="dialog-header">
          <h2>{name}</h2>
          {event !== undefined && (
            <span className="muted">
              {[event.competition, formatDayAndTime(event.startsAt)].filter(Boolean).join(' · ')}
            </span>
          )}
        </header>
        <div className="dialog-body">
          {early !== null && (
            <p className="result-dispute" role="alert">
              {early}
            </p>
          )}
          {row?.disputed != null && <p className="result-dispute">{row.disputed}.</p>}
          {draft.undoes !== null && (
            <p className="result-undo" role="status">
              Undoes {draft.undoes.entry} and brings back {draft.undoes.back}.
              {!draft.undoes.isFirst && ' Once that is done, Z undoes the entry before it.'}
            </p>
          )}
          <Fields draft={draft} read={read} />
          <EffectTable entry={entry} />
          <RevisionTable eventId={draft.eventId} revision={row?.revision ?? 0} />
        </div>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={closeEntry}>
            Cancel <kbd className="key-cap">Esc</kbd>
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={entry === null || entering}
            aria-busy={entering}
            onClick={confirm}
          >
            {warned ? 'Not over: settle all the same' : confirmText(entry, draft)}{' '}
            <KeyCaps chord="Mod+Enter" />
          </button>
        </footer>
      </div>
    </Dialog>
  );
}

/** A final result for a match that is not over as far as anyone has said. */
const unfinished = (event: SportingEvent, { status }: EntryDraft): string | null => {
  if (status !== 'ended' || (event.status !== 'live' && event.status !== 'scheduled')) return null;
  if (event.status === 'scheduled') return 'The match has not started. A final result settles its bets now.';
  const stands = event.score === null ? '' : ` at ${event.score.home}-${event.score.away}`;
  return `The match is still in play${stands}. A final result settles its bets now.`;
};

const confirmText = (entry: ResultEntry | null, { undoes }: EntryDraft): string => {
  if (entry === null) return 'Settle';
  if (undoes !== null) return `Undo ${undoes.entry}`;
  if (entry.status === 'withdrawn') return 'Take the entry back';
  return entry.status === 'unknown' ? 'Set aside what sources say' : `Settle by ${resultWords(entry)}`;
};

function Fields({ draft, read }: { readonly draft: EntryDraft; readonly read: ReadDraft }) {
  const problemOf = (field: 'score' | 'halfTime') =>
    'problem' in read && read.field === field ? (read.problem ?? undefined) : undefined;
  /** Letters are no scores: they say what else became of the event. */
  const onKey = (event: KeyboardEvent) => {
    const status = STATUS_KEYS[event.key.toLowerCase()];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (status !== undefined) {
      event.preventDefault();
      change({ status });
    } else if (/^\d$/.test(event.key) && draft.status !== 'ended' && draft.status !== 'abandoned')
      change({ status: 'ended' });
  };
  const isPlayed = draft.status === 'ended';
  const hasHalf = isPlayed || draft.status === 'abandoned';
  return (
    <>
      <div className="result-status">
        <Choice
          label="What became of it"
          value={draft.status}
          options={STATUSES}
          onChange={(status) => change({ status })}
        />
        <span className="muted">
          <kbd className="key-cap">P</kbd> <kbd className="key-cap">A</kbd> <kbd className="key-cap">W</kbd>{' '}
          <kbd className="key-cap">N</kbd> or a score
        </span>
      </div>
      <div className="result-fields">
        <FormField label="Final score" problem={problemOf('score')}>
          {(attributes) => (
            <input
              {...attributes}
              className="input input-figure"
              data-dialog-focus=""
              autoComplete="off"
              inputMode="numeric"
              placeholder={isPlayed ? '2-1' : '–'}
              value={isPlayed ? draft.score : ''}
              onKeyDown={onKey}
              onFocus={(event) => event.target.select()}
              onChange={(event) => change({ status: 'ended', score: event.target.value })}
            />
          )}
        </FormField>
        <FormField label="Half time" help="Settles first-half markets" problem={problemOf('halfTime')}>
          {(attributes) => (
            <input
              {...attributes}
              className="input input-figure"
              autoComplete="off"
              inputMode="numeric"
              placeholder="1-0"
              disabled={!hasHalf}
              value={hasHalf ? draft.halfTime : ''}
              onKeyDown={onKey}
              onFocus={(event) => event.target.select()}
              onChange={(event) => change({ halfTime: event.target.value })}
            />
          )}
        </FormField>
        <FormField label="Note" help="Kept with the result, in its history and the audit trail">
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              maxLength={500}
              autoComplete="off"
              placeholder="Why, and by whom"
              value={draft.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          )}
        </FormField>
      </div>
    </>
  );
}
