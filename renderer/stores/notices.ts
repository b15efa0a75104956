import { create } from 'zustand';
import type { Notice } from '../../shared/contract/index.ts';

type NoticeStore = {
  /** What is to be read, in the engine's order; each stays until it is dismissed. */
  readonly shown: readonly Notice[];
  /** What was read, until the window is reloaded: the message by id, so that an id with news is shown again. */
  readonly dismissed: ReadonlyMap<string, string>;
};

export const useNotices = create<NoticeStore>(() => ({ shown: [], dismissed: new Map() }));

export function receiveNotices(items: readonly Notice[]): void {
  const { shown, dismissed } = useNotices.getState();
  const byId = new Map(shown.map((known) => [known.id, known]));
  for (const item of items) if (dismissed.get(item.id) !== item.message) byId.set(item.id, item);
  useNotices.setState({ shown: [...byId.values()] });
}

/** The engine tells all of them again. */
export const forgetNotices = (): void => useNotices.setState({ shown: [] });

export function dismissNotice(id: string): void {
  const { shown, dismissed } = useNotices.getState();
  const read = shown.find((candidate) => candidate.id === id);
  if (read === undefined) return;
  useNotices.setState({
    shown: shown.filter((candidate) => candidate !== read),
    dismissed: new Map(dismissed).set(id, read.message),
  });
}

export function dismissNewestNotice(): void {
  const newest = useNotices.getState().shown.at(-1);
  if (newest !== undefined) dismissNotice(newest.id);
}

export function dismissAllNotices(): void {
  for (const { id } of useNotices.getState().shown) dismissNotice(id);
}
