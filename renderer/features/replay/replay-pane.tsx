import { useRecordings } from '../../stores/recordings.ts';
import { useStatus } from '../../stores/status.ts';
import { QuestionDialog } from './question-dialog.tsx';
import { RecordingsList } from './recordings-list.tsx';
import { RefusedDialog } from './refused-dialog.tsx';
import { ReplayTransport } from './transport.tsx';
import './replay.css';

/** Recorded markets: what was kept, and the one that is played again. */
export function ReplayPane() {
  const mode = useStatus((state) => state.status?.mode);
  const replay = useRecordings((state) => state.replay);
  return (
    <div className="pane-body replay">
      {mode === 'replay' && replay === null && <p className="muted replay-none">Opening the file…</p>}
      {replay !== null && <ReplayTransport replay={replay} />}
      <RecordingsList />
      <QuestionDialog />
      <RefusedDialog />
    </div>
  );
}
