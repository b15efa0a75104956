/** Recordings and the replay as the engine streams them. */
import { create } from 'zustand';
import type { Recording, ReplayState } from '../../shared/contract/recordings.ts';
import type { Engine } from '../transport/engine.ts';
import { createTable } from './table.ts';
import { dismissTopic, notify } from './toasts.ts';

/** By id: those in the recordings folder, and the one under way. */
export const recordings = createTable<Recording>();

type RecordingsStore = {
  /** The recording under way; `null` when none is. */
  readonly underWay: Recording | null;
  /** What is replayed; `null` in every other market. */
  readonly replay: ReplayState | null;
  /** `reading` until the engine has had time to read its folder. */
  readonly list: 'reading' | 'read' | 'failed';
  readonly problem: string;
};

export const useRecordings = create<RecordingsStore>(() => ({
  underWay: null,
  replay: null,
  list: 'reading',
  problem: '',
}));

/** A folder is read in far less; a stream has no word for "that was all for now". */
const READING_MS = 1500;
const TOPIC = 'recording';

function takeRecording(item: Recording): void {
  const { underWay } = useRecordings.getState();
  if (item.removed) recordings.delete(item.id);
  else recordings.set(item.id, item);
  if (item.state === 'recording') useRecordings.setState({ underWay: item });
  else if (underWay?.id === item.id) {
    useRecordings.setState({ underWay: null });
    if (item.problem !== null) notify('error', item.problem, TOPIC);
    else if (item.remark !== undefined) notify('info', item.remark, TOPIC);
    else dismissTopic(TOPIC);
  }
}

/** Fills the tables for as long as the window lives. */
export function watchRecordings(engine: Engine): void {
  const read = () => useRecordings.setState(({ list }) => (list === 'reading' ? { list: 'read' } : {}));
  const readSoon = () => void setTimeout(read, READING_MS);
  readSoon();
  engine.watch(
    'recordings.watch',
    {},
    {
      onItems: (items) => {
        items.forEach(takeRecording);
        read();
      },
      onReset: () => {
        recordings.clear();
        useRecordings.setState({ underWay: null, list: 'reading', problem: '' });
        readSoon();
      },
      onFail: ({ message }) => useRecordings.setState({ list: 'failed', problem: message, underWay: null }),
    },
  );
  engine.watch(
    'replay.watch',
    {},
    {
      onItems: (items) => useRecordings.setState({ replay: items.at(-1) ?? null }),
      onReset: () => useRecordings.setState({ replay: null }),
      onFail: ({ message }) =>
        notify('error', `The engine stopped telling where the replay stands. ${message} Reload the window.`),
    },
  );
}
