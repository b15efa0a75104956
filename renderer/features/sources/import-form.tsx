import { type FormEvent, useState } from 'react';
import {
  MATCH_FILE_KIND_NAMES,
  MATCH_FILE_KINDS,
  type MatchFileKind,
} from '../../../shared/domain/match-file-kinds.ts';
import { useStatus } from '../../stores/status.ts';
import { cancelImport, importTotals, pathsIn, startImport, useImportJob } from './import-job.ts';

const MOST_FILES = 1000;

type Kind = MatchFileKind | 'auto';
const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'auto', label: 'Any of these, as each file is found to be' },
  ...MATCH_FILE_KIND_NAMES.map((value) => ({ value, label: MATCH_FILE_KINDS[value] })),
];

/** Reads files of past matches into the engine, with an account of every row. */
export function ImportForm() {
  const [kind, setKind] = useState<Kind>('auto');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const connected = useStatus((state) => state.connection === 'open');
  const running = useImportJob((state) => state.state === 'running');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const files = pathsIn(text);
    const fault =
      files.length === 0
        ? 'Type the path of at least one file, one a line.'
        : files.length > MOST_FILES
          ? `At most ${MOST_FILES} files at a time; these are ${files.length}.`
          : null;
    setProblem(fault);
    if (fault === null) startImport(files, kind);
  };
  return (
    <section className="import" aria-label="Import past matches">
      <form onSubmit={submit}>
        <h3 id="import-title">Import past matches</h3>
        <div className="import-kind">
          <label htmlFor="import-kind">Kind of files</label>
          <select
            id="import-kind"
            className="input"
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
          >
            {KINDS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <label id="import-files-label" htmlFor="import-files">
          Files <span className="muted">on the engine's machine, one path a line</span>
        </label>
        <textarea
          id="import-files"
          aria-labelledby="import-title import-files-label"
          className="input"
          rows={2}
          spellCheck={false}
          placeholder="/home/me/football-data/E0.csv"
          value={text}
          aria-invalid={problem !== null}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="import-actions">
          {running ? (
            <button type="button" className="button" onClick={cancelImport}>
              Cancel
            </button>
          ) : (
            <button type="submit" className="button" disabled={!connected}>
              Import
            </button>
          )}
          {problem !== null && (
            <span role="alert" className="field-problem">
              {problem}
            </span>
          )}
        </div>
      </form>
      <ImportAccount />
    </section>
  );
}

const count = (value: number): string => value.toLocaleString('en-GB');

const fileState = (finished: boolean, running: boolean): string => {
  if (finished) return 'Done';
  return running ? 'Reading' : 'Stopped';
};

function ImportAccount() {
  const { state, files, progress, message } = useImportJob();
  if (state === 'idle') return null;
  const rows = Object.values(progress);
  const finished = rows.filter((row) => row.finished).length;
  const totals = importTotals(progress);
  return (
    <div className="import-account">
      <p role="status" className={state === 'failed' ? 'field-problem' : 'muted'}>
        {state === 'running' ? `Importing: ${finished} of ${files.length} files done.` : message}
      </p>
      {state === 'running' && <progress max={files.length} value={finished} aria-label="Files imported" />}
      {rows.length > 0 && (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className="figure">
                Read
              </th>
              <th scope="col" className="figure">
                Imported
              </th>
              <th scope="col" className="figure">
                Duplicate
              </th>
              <th
                scope="col"
                className="figure"
                title="Duplicates that brought prices or statistics the stored match lacked"
              >
                Completed
              </th>
              <th scope="col" className="figure">
                Quarantined
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.file}>
                <td title={row.file}>{row.file.split(/[\\/]/).slice(-2).join('/')}</td>
                <td className="figure">{count(row.read)}</td>
                <td className="figure">{count(row.imported)}</td>
                <td className="figure">{count(row.duplicate)}</td>
                <td className="figure">{count(row.completed)}</td>
                <td className={`figure ${row.quarantined > 0 ? 'warn' : ''}`}>{count(row.quarantined)}</td>
                <td className={row.error === null ? '' : 'loss'}>
                  {row.error ?? fileState(row.finished, state === 'running')}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <td className="figure">{count(totals.read)}</td>
              <td className="figure">{count(totals.imported)}</td>
              <td className="figure">{count(totals.duplicate)}</td>
              <td className="figure">{count(totals.completed)}</td>
              <td className="figure">{count(totals.quarantined)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      )}
    </div>
  );
}
