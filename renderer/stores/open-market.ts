import { create } from 'zustand';
import { engine } from '../transport/engine.ts';
import { useStatus } from './status.ts';
import { notify, notifyFailure } from './toasts.ts';
import { showPane } from './workspace.ts';

export type OtherMarket = 'practice' | 'real';

const MARKETS: Readonly<Record<OtherMarket, string>> = { practice: 'practice market', real: 'real market' };

/** Where a replay is to be left for; the Replay pane asks where that costs anything, and does it. */
export const useLeaving = create<{ readonly to: OtherMarket | null }>(() => ({ to: null }));

/** The engine starts again on another market; this window comes back to it by itself. */
export function openMarket(to: OtherMarket): void {
  if (useStatus.getState().status?.mode === 'replay') {
    showPane('replay');
    useLeaving.setState({ to });
    return;
  }
  engine()
    .call('market.open', { kind: to })
    .then(() => notify('info', `Opening the ${MARKETS[to]}…`))
    .catch(notifyFailure(`open the ${MARKETS[to]}`));
}
