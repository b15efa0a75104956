/** What can stop an order, in the fixed order it is asked. A new control is one more object in this table. */
import type { ControlVerdict } from '../../../../shared/contract/orders.ts';
import { armed } from './armed.ts';
import { bookStanding } from './book-standing.ts';
import type { Control, ControlView } from './control.ts';
import { exposure } from './exposure.ts';
import { minimumAndStep } from './minimum-and-step.ts';
import { mode } from './mode.ts';
import { priceCollar } from './price-collar.ts';
import { rate } from './rate.ts';
import { staleQuote } from './stale-quote.ts';
import { suspectPrice } from './suspect-price.ts';

export type { Control, ControlName, ControlView } from './control.ts';

export const ORDER_CONTROLS: readonly Control[] = [
  armed,
  mode,
  bookStanding,
  staleQuote,
  suspectPrice,
  priceCollar,
  minimumAndStep,
  exposure,
  rate,
];

/** Every control's verdict, in order; none is skipped, so that a ticket shows all that is wrong at once. */
export const runControls = (view: ControlView): readonly ControlVerdict[] =>
  ORDER_CONTROLS.map(({ name, check }) => ({ control: name, ...check(view) }));
