import { BacktestPane } from '../features/backtest/backtest-pane.tsx';
import { BetsPane } from '../features/bets/bets-pane.tsx';
import { EdgesPane } from '../features/edges/edges-pane.tsx';
import { HistoryPane } from '../features/history/history-pane.tsx';
import { MarketPane } from '../features/market/market-pane.tsx';
import { MatchingPane } from '../features/matching/matching-pane.tsx';
import { ModelsPane } from '../features/models/models-pane.tsx';
import { OddsPane } from '../features/odds/odds-pane.tsx';
import { ReplayPane } from '../features/replay/replay-pane.tsx';
import { ResultsPane } from '../features/results/results-pane.tsx';
import { SourcesPane } from '../features/sources/sources-pane.tsx';
import { TicketPane } from '../features/ticket/ticket-pane.tsx';
import type { Pane } from './pane.ts';

/** Every pane of the workspace. A new pane is a folder in `features/` and a line here. */
export const panes: readonly Pane[] = [
  { id: 'odds', title: 'Odds', digit: '1', component: OddsPane },
  { id: 'edges', title: 'Edges', digit: '2', component: EdgesPane },
  { id: 'market', title: 'Market', digit: '3', component: MarketPane },
  { id: 'ticket', title: 'Ticket', digit: '4', component: TicketPane },
  { id: 'bets', title: 'Bets', digit: '5', component: BetsPane },
  { id: 'sources', title: 'Sources', digit: '6', component: SourcesPane },
  { id: 'models', title: 'Models', digit: '7', component: ModelsPane },
  { id: 'backtest', title: 'Backtest', digit: '8', component: BacktestPane },
  { id: 'matching', title: 'Matching', digit: '9', component: MatchingPane },
  { id: 'results', title: 'Results', digit: '0', component: ResultsPane },
  { id: 'replay', title: 'Replay', digit: 'R', component: ReplayPane },
  { id: 'history', title: 'History', digit: 'H', component: HistoryPane },
];
