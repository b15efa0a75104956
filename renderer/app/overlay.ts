import { create } from 'zustand';

/** The one dialog that may be open. `events` is the palette looking for events only. */
export type Overlay = 'palette' | 'events' | 'keys' | 'settings';

export const useOverlay = create<{ readonly open: Overlay | null }>(() => ({ open: null }));

export const openOverlay = (open: Overlay): void => useOverlay.setState({ open });
export const closeOverlay = (): void => useOverlay.setState({ open: null });
