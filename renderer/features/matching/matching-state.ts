import { createRef } from 'react';
import { create } from 'zustand';
import type { EventMatch } from '../../../shared/contract/matching.ts';
import type { EventId } from '../../../shared/domain/units.ts';
import { createGridSlot } from '../../grid/index.ts';
import { onOtherMarket } from '../../stores/status.ts';
import { failureMessage, notify, notifyFailure } from '../../stores/toasts.ts';
import { focusPane } from '../../stores/workspace.ts';
import { engine } from '../../transport/engine.ts';
import {
  type AliasRow,
  aliases,
  aliasKey,
  createMatchLists,
  createNewestRows,
  type DecisionRow,
  decisions,
  MATCH_STATES,
  type MatchRow,
  type MatchState,
  matches,
  watchMatching,
} from './matching-rows.ts';

export type MatchingTab = MatchState | 'names' | 'log';
export const TABS: readonly MatchingTab[] = [...MATCH_STATES, 'names', 'log'];
export const isMatchTab = (tab: MatchingTab): tab is MatchState => tab !== 'names' && tab !== 'log';

/** What is asked before it is done: bets hang on it. */
export type Question = {
  readonly action: 'accept' | 'reject';
  readonly match: EventMatch;
  readonly candidate: EventId;
};

type MatchingView = {
  readonly tab: MatchingTab;
  readonly text: string;
  /** The pair shown side by side. */
  readonly focusedId: string | null;
  readonly counts: Readonly<Record<MatchingTab, number>>;
  readonly question: Question | null;
  /** The event whose candidates are listed. */
  readonly choosing: EventMatch | null;
  /** Why the engine stopped telling; `null` while it does. */
  readonly problem: string | null;
};

const NOTHING: MatchingView['counts'] = {
  doubtful: 0,
  unmatched: 0,
  matched: 0,
  rejected: 0,
  names: 0,
  log: 0,
};

export const useMatchingView = create<MatchingView>(() => ({
  tab: 'doubtful',
  text: '',
  focusedId: null,
  counts: NOTHING,
  question: null,
  choosing: null,
  problem: null,
}));
export const matchLists = createMatchLists(matches, () => count());
export const aliasRows = createNewestRows(aliases, ({ at }) => at);
export const decisionRows = createNewestRows(decisions, ({ sequence }) => sequence);
export const matchSlot = createGridSlot<MatchRow>();
export const aliasSlot = createGridSlot<AliasRow>();
export const decisionSlot = createGridSlot<DecisionRow>();
export const matchingFilterBox = createRef<HTMLInputElement>();

function count(): void {
  const counts = { ...NOTHING, names: aliases.size, log: decisions.size };
  for (const { state } of matches.values()) counts[state] += 1;
  useMatchingView.setState({ counts });
}
aliases.subscribe(count);
decisions.subscribe(count);

let stopWatching: (() => void) | undefined;

/** Begins to follow the engine; once for the life of the window, and again after a failure. */
export function followMatching(): void {
  stopWatching ??= watchMatching((problem) => {
    stopWatching?.();
    stopWatching = undefined;
    useMatchingView.setState({ problem });
  });
  void readDecisions();
}

export function followAgain(): void {
  useMatchingView.setState({ problem: null });
  followMatching();
}

/** Decisions listed at most. */
const MOST_DECISIONS = 500;

export async function readDecisions(): Promise<void> {
  try {
    const read = await engine().call('matching.decisions', { limit: MOST_DECISIONS });
    for (const decision of read) decisions.set(String(decision.sequence), decision);
  } catch (error) {
    useMatchingView.setState({ problem: failureMessage(error) });
  }
}

// Each market is matched by itself.
onOtherMarket(() => {
  useMatchingView.setState({ focusedId: null, question: null, choosing: null });
  decisions.clear();
  if (stopWatching !== undefined) void readDecisions();
});

export const focusedMatch = (): EventMatch | null =>
  isMatchTab(useMatchingView.getState().tab) ? (matchSlot.current()?.focused()?.row.value ?? null) : null;

export const focusedAlias = () =>
  useMatchingView.getState().tab === 'names' ? (aliasSlot.current()?.focused()?.row.value ?? null) : null;

/** The row after the focused one takes the keyboard, so that deciding goes on down the list. */
function goOn(id: string): void {
  const grid = matchSlot.current();
  const rows = grid?.shownRows() ?? [];
  const at = rows.findIndex((row) => row.id === id);
  const next = rows[at + 1] ?? rows[at - 1];
  if (at >= 0 && next) grid?.focus(next.id);
}

const nameOf = ({ event }: EventMatch): string => `${event.home} v ${event.away}`;

function decide({ action, match, candidate }: Question): void {
  if (match.id === useMatchingView.getState().focusedId) goOn(match.id);
  engine()
    .call(action === 'accept' ? 'matching.accept' : 'matching.reject', { id: match.id, candidate })
    .then(() => {
      const done =
        action === 'accept'
          ? 'is matched'
          : match.state === 'matched'
            ? 'is traded apart'
            : 'is not asked about again';
      notify('ok', `${nameOf(match)} ${done}. U takes it back.`, 'matching');
      return readDecisions();
    })
    .catch(notifyFailure(action === 'accept' ? 'match the two' : 'keep the two apart'));
}

/** Decides, after a question where bets hang on it. */
function ask(question: Question): void {
  const { openBets, candidateBets } = question.match;
  if (openBets + candidateBets > 0) useMatchingView.setState({ question });
  else decide(question);
}

export function answer(yes: boolean): void {
  const { question } = useMatchingView.getState();
  useMatchingView.setState({ question: null });
  if (yes && question) decide(question);
}

export function acceptFocused(): void {
  const match = focusedMatch();
  if (!match) return;
  if (match.state === 'matched') notify('info', 'They are matched already.');
  else if (!match.candidate) chooseCandidate();
  else if (match.blocked !== '') notify('warn', match.blocked);
  else ask({ action: 'accept', match, candidate: match.candidate.eventId });
}

export function rejectFocused(): void {
  const match = focusedMatch();
  if (!match) return;
  if (match.state === 'rejected') notify('info', 'They are kept apart already.');
  else if (!match.candidate) notify('info', 'There is nothing to keep it apart from.');
  else ask({ action: 'reject', match, candidate: match.candidate.eventId });
}

export function undoDecision(): void {
  engine()
    .call('matching.undo', {})
    .then((decision) => {
      notify('ok', `${decision.words}.`, 'matching');
      return readDecisions();
    })
    .catch(notifyFailure('take it back'));
}

export function chooseCandidate(): void {
  const choosing = focusedMatch();
  if (choosing) useMatchingView.setState({ choosing });
}

/** One of the candidates listed is it. */
export function acceptCandidate(pair: EventMatch): void {
  const { candidate, blocked } = pair;
  if (!candidate) return;
  if (blocked !== '') {
    notify('warn', blocked);
    return;
  }
  useMatchingView.setState({ choosing: null });
  ask({ action: 'accept', match: pair, candidate: candidate.eventId });
}

export function forgetFocused(): void {
  const alias = focusedAlias();
  if (!alias) return;
  const { sport, name } = alias;
  const grid = aliasSlot.current();
  const rows = grid?.shownRows() ?? [];
  const at = rows.findIndex((row) => row.id === aliasKey(alias));
  const next = rows[at + 1] ?? rows[at - 1];
  if (next) grid?.focus(next.id);
  engine()
    .call('matching.forget', { sport, name })
    .then(() => {
      notify('ok', `${name} is not taken for ${alias.means} any more. U takes it back.`, 'matching');
      return readDecisions();
    })
    .catch(notifyFailure('forget the name'));
}

export function showTab(tab: MatchingTab): void {
  useMatchingView.setState({ tab, focusedId: null });
  if (tab === 'log') void readDecisions();
  // The list before took the keyboard with it; the new one is on the page by the next frame.
  requestAnimationFrame(() => focusPane('matching'));
}

export const nextTab = (by: 1 | -1): void => {
  const at = TABS.indexOf(useMatchingView.getState().tab);
  showTab(TABS[(at + by + TABS.length) % TABS.length] ?? 'doubtful');
};

export const exportShown = (): void => {
  const { tab } = useMatchingView.getState();
  const slot = tab === 'names' ? aliasSlot : tab === 'log' ? decisionSlot : matchSlot;
  slot.current()?.exportCsv();
};

export const focusShown = (): void => {
  const { tab } = useMatchingView.getState();
  const slot = tab === 'names' ? aliasSlot : tab === 'log' ? decisionSlot : matchSlot;
  slot.current()?.focus();
};
