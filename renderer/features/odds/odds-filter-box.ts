import { createRef } from 'react';

/** The pane's filter box, for the command that moves to it. */
export const oddsFilterBox = createRef<HTMLInputElement>();

export function focusOddsFilter(): void {
  oddsFilterBox.current?.focus();
  oddsFilterBox.current?.select();
}
