import { createRef } from 'react';
import { create } from 'zustand';
import type { EventResult, ResultEntry, ResultRevision } from '../../../shared/contract/results.ts';
import { resultWords } from '../../../shared/domain/result.ts';
import { createGridSlot, createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import { useFocus } from '../../stores/focus.ts';
import { fixtures } from '../../stores/market-data.ts';
import { onOtherMarket } from '../../stores/status.ts';
import { createTable } from '../../stores/table.ts';
import { notify, notifyFailure } from '../../stores/toasts.ts';
import { focusPane } from '../../stores/workspace.ts';
import { engine } from '../../transport/engine.ts';
import { counted } from '../../ui/counted.ts';
import { formatProfit } from '../../ui/figures.ts';
import { draftOf, type EntryDraft, undoDraft } from './entry-draft.ts';

export type ResultRow = RankedRow<EventResult>;
export type ResultsTab = 'waiting' | 'disputed' | 'all';

type ResultsView = {
  readonly tab: ResultsTab;
  readonly text: string;
  /** The form that is open. */
  readonly draft: EntryDraft | null;
  /** An entry is on its way. */
  readonly entering: boolean;
  /** Why the list is not up to date; `null` while it is. */
  readonly problem: string | null;
};
export const useResultsView = create<ResultsView>(() => ({
  tab: 'waiting',
  text: '',
  draft: null,
  entering: false,
  problem: null,
}));
onOtherMarket(() => {
  lastFollowed = null;
  useResultsView.setState({ draft: null });
});

/** By event id. */
export const results = createTable<EventResult>();
export const resultsSlot = createGridSlot<ResultRow>();
export const resultsFilterBox = createRef<HTMLInputElement>();

export const TABS: readonly ResultsTab[] = ['waiting', 'disputed', 'all'];

/** Started and still to be settled. */
export const isWaiting = ({ openBets, waits }: EventResult): boolean => openBets > 0 && waits !== null;

export const passesTab = (tab: ResultsTab, result: EventResult): boolean => {
  switch (tab) {
    case 'waiting':
      return isWaiting(result);
    case 'disputed':
      return result.disputed !== null;
    case 'all':
      return true;
  }
};

/** What asks for the user's hand stands first, then the newest. */
const compare = (a: EventResult, b: EventResult): number =>
  Number(b.disputed !== null) - Number(a.disputed !== null) ||
  Number(isWaiting(b)) - Number(isWaiting(a)) ||
  b.event.startsAt - a.event.startsAt ||
  a.event.id.localeCompare(b.event.id);

const list = () => createRankedRows<EventResult>({ compare, keepGone: false });
/** One list a tab: an event leaves the waiting ones as soon as its bets are settled. */
export const resultRows: Readonly<Record<ResultsTab, RankedRows<EventResult>>> = {
  waiting: list(),
  disputed: list(),
  all: list(),
};
results.subscribe((changes) => {
  for (const [id, result] of changes)
    for (const tab of TABS)
      if (result !== undefined && passesTab(tab, result)) resultRows[tab].put(id, result);
      else resultRows[tab].remove(id);
});

/** Fills the list for as long as the pane is there. Returns the function that stops it. */
export const watchResults = (): (() => void) =>
  engine().watch(
    'results.watch',
    {},
    {
      onItems: (items) => {
        useResultsView.setState({ problem: null });
        for (const item of items)
          if (item.removed === true) results.delete(item.event.id);
          else results.set(item.event.id, item);
      },
      onReset: () => results.clear(),
      onFail: (error) => useResultsView.setState({ problem: error.message }),
    },
  );

export const focusedResult = (): ResultRow | null => resultsSlot.current()?.focused()?.row ?? null;

/** The event the keyboard was last on: it may have left the list meanwhile. */
let lastFollowed: EventResult | null = null;

/** Why there is nothing to enter for: an event leaves a list as its bets are settled. */
export function nothingChosenText(last: EventResult | null, isListed: boolean): string {
  if (last === null) return 'Choose an event of the list first.';
  const name = eventName(last);
  return isListed
    ? `${name} has left this list. Go on to All with A and find it there.`
    : `${name} is no longer listed: it has no bets left to settle.`;
}

const sayNothingChosen = (): void =>
  notify(
    'info',
    nothingChosenText(
      lastFollowed,
      lastFollowed !== null && results.get(lastFollowed.event.id) !== undefined,
    ),
    'results',
  );

/** With `status` the form begins with that instead of what stands: to set aside or take back what was told. */
export function openEntry(row: ResultRow | null = focusedResult(), status?: 'unknown' | 'withdrawn'): void {
  if (row === null) {
    sayNothingChosen();
    return;
  }
  if (status !== undefined && row.value.revision === 0) {
    const what = status === 'unknown' ? 'set aside' : 'take back';
    notify(
      'info',
      `No result of ${eventName(row.value)} was told yet: there is nothing to ${what}.`,
      'results',
    );
    return;
  }
  const draft = draftOf(row.value);
  useResultsView.setState({ draft: status === undefined ? draft : { ...draft, status } });
}

export const closeEntry = (): void => useResultsView.setState({ draft: null });

/** As the keyboard moves from event to event; one that is gone leaves the other panes where they are. */
export function followEvent({ value }: ResultRow): void {
  lastFollowed = value;
  const { event } = value;
  const fixture = fixtures.get(event.id);
  if (fixture === undefined) return;
  const marketId = fixture.markets[0]?.id;
  useFocus.getState().focusOn({ eventId: event.id, ...(marketId === undefined ? {} : { marketId }) });
}

/** Prepares what brings back how it stood before the last entry; it is settled once it is confirmed. */
export function prepareUndo(row: ResultRow | null = focusedResult()): void {
  if (row === null) {
    sayNothingChosen();
    return;
  }
  const { id } = row.value.event;
  engine()
    .call('results.revisions', { eventId: id })
    .then((revisions) => {
      const draft = undoDraft(id, revisions);
      if (draft === null) notify('info', nothingToUndoText(revisions), 'results');
      else useResultsView.setState({ draft });
    })
    .catch(notifyFailure('read the history of the result'));
}

const nothingToUndoText = (revisions: readonly ResultRevision[]): string =>
  revisions.some(({ origin }) => origin === 'user')
    ? 'Every entry by hand for this event is undone already. Enter begins another.'
    : 'Nothing was entered by hand for this event.';

export function nextTab(): void {
  useResultsView.setState(({ tab }) => ({ tab: TABS[(TABS.indexOf(tab) + 1) % TABS.length] ?? 'all' }));
  // The list before took the keyboard with it; the new one is on the page by the next frame.
  requestAnimationFrame(() => focusPane('results'));
}

/** Settles by the entry; the form closes once the engine has. */
export function enterResult(entry: ResultEntry): void {
  if (useResultsView.getState().entering) return;
  useResultsView.setState({ entering: true });
  const name = eventName(results.get(entry.eventId));
  engine()
    .call('results.enter', entry)
    .then(({ changes, profit, currency, waiting }) => {
      const corrected = changes.filter(({ before }) => before !== null).length;
      const done = [
        ...(changes.length > corrected ? [`${counted(changes.length - corrected, 'bet')} settled`] : []),
        ...(corrected > 0 ? [`${counted(corrected, 'bet')} corrected`] : []),
      ].join(', ');
      const bets = done === '' ? 'No bet changed.' : `${done}: ${formatProfit(profit, currency)}.`;
      const rest = waiting.length === 0 ? '' : ` ${counted(waiting.length, 'bet')} still waiting.`;
      notify(waiting.length === 0 ? 'ok' : 'warn', `${name}: ${resultWords(entry)}. ${bets}${rest}`);
      closeEntry();
    })
    .catch(notifyFailure('enter the result'))
    .finally(() => useResultsView.setState({ entering: false }));
}

const eventName = (result: EventResult | undefined): string =>
  result === undefined ? 'The event' : `${result.event.home} v ${result.event.away}`;
