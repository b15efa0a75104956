import { create } from 'zustand';
import type { SourceOffer } from '../../../shared/contract/sources.ts';
import { failureMessage } from '../../stores/toasts.ts';
import { engine } from '../../transport/engine.ts';

type Offers = {
  readonly state: 'unread' | 'reading' | 'read' | 'failed';
  readonly offers: readonly SourceOffer[];
  readonly message: string;
};

/** The kinds of sources there are, as last read. */
export const useOffers = create<Offers>(() => ({ state: 'unread', offers: [], message: '' }));

/** Reads them anew: another market may be open by now, with none to add. */
export async function readOffers(): Promise<void> {
  useOffers.setState({ state: 'reading' });
  try {
    useOffers.setState({ state: 'read', offers: await engine().call('sources.offers', {}), message: '' });
  } catch (error) {
    useOffers.setState({ state: 'failed', message: failureMessage(error) });
  }
}

export const offerOf = (id: string): SourceOffer | undefined =>
  useOffers.getState().offers.find((offer) => offer.id === id);

export const offerName = (id: string): string => offerOf(id)?.name ?? id;
