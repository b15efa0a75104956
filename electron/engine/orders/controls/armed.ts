import type { Control } from './control.ts';
import { fail, pass } from './control.ts';

/** A person has said yes to exactly this order, moments ago, and nobody has pressed panic since. */
export const armed: Control = {
  name: 'armed',
  check({ ticket, halted }) {
    if (halted) return fail('Orders are halted since panic: release them first.');
    switch (ticket) {
      case 'armed':
        return pass('The ticket is armed.');
      case 'placed':
        return fail('This order was placed already: start a new ticket for another bet.');
      case 'armed-with-other-values':
        return fail('The ticket is armed with other values: arm it again to take these.');
      case 'not-armed':
        return fail('The ticket is not armed, or its time ran out: arm it, then place it.');
    }
  },
};
