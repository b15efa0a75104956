import type { Command } from '../../stores/command.ts';
import { goBack } from '../../stores/workspace.ts';
import { ticket } from './ticket.ts';
import { focusTicketField } from './ticket-focus.ts';

const open = (): boolean => ticket.store.getState().subject !== null;
const editable = (): boolean => open() && ticket.store.getState().busy !== 'placing';
const armed = (): boolean => ticket.store.getState().armedUntil !== null;

/** Clears it and gives the keyboard back to the pane it came from. */
export function clearTicket(): void {
  ticket.clear();
  goBack();
}

/** Stakes one key away, in major units of the account's currency. */
export const STAKE_PRESETS: readonly number[] = [5, 10, 25, 50, 100];

const presets: readonly Command[] = STAKE_PRESETS.map((stake, index) => ({
  id: `ticket.stake.${index + 1}`,
  title: `Stake ${stake}`,
  keys: [`Mod+${index + 1}`],
  pane: 'ticket',
  enabled: editable,
  run: () => ticket.setStake(String(stake)),
}));

export const ticketCommands: readonly Command[] = [
  { id: 'ticket.arm', title: 'Arm the ticket', keys: ['A'], pane: 'ticket', enabled: open, run: ticket.arm },
  {
    id: 'ticket.place',
    title: 'Place the armed ticket',
    keys: ['P', 'Enter'],
    pane: 'ticket',
    enabled: open,
    run: ticket.place,
  },
  {
    id: 'ticket.disarm',
    title: 'Disarm the ticket',
    keys: ['D'],
    pane: 'ticket',
    enabled: armed,
    run: ticket.disarm,
  },
  {
    id: 'ticket.clear',
    title: 'Clear the ticket and go back',
    keys: ['Escape'],
    pane: 'ticket',
    enabled: () => ticket.store.getState().busy !== 'placing',
    run: clearTicket,
  },
  {
    id: 'ticket.kelly',
    title: 'Stake what Kelly says',
    keys: ['K'],
    pane: 'ticket',
    enabled: editable,
    run: ticket.takeKelly,
  },
  {
    id: 'ticket.take',
    title: 'Take the price as it is now',
    keys: ['M'],
    pane: 'ticket',
    enabled: editable,
    run: ticket.takePrice,
  },
  {
    id: 'ticket.persistence',
    title: 'Switch between take and keep',
    keys: ['X'],
    pane: 'ticket',
    enabled: editable,
    run: ticket.togglePersistence,
  },
  {
    id: 'ticket.price.up',
    title: 'Price a tick up',
    keys: ['+', 'ArrowUp'],
    pane: 'ticket',
    enabled: editable,
    run: () => ticket.stepPrice(1),
  },
  {
    id: 'ticket.price.down',
    title: 'Price a tick down',
    keys: ['-', 'ArrowDown'],
    pane: 'ticket',
    enabled: editable,
    run: () => ticket.stepPrice(-1),
  },
  {
    id: 'ticket.stake.up',
    title: 'Stake a step up',
    keys: ['Shift+ArrowUp'],
    pane: 'ticket',
    enabled: editable,
    run: () => ticket.stepStake(1),
  },
  {
    id: 'ticket.stake.down',
    title: 'Stake a step down',
    keys: ['Shift+ArrowDown'],
    pane: 'ticket',
    enabled: editable,
    run: () => ticket.stepStake(-1),
  },
  ...presets,
  {
    id: 'ticket.stake.edit',
    title: 'Type a stake',
    keys: ['S'],
    pane: 'ticket',
    enabled: open,
    run: () => focusTicketField('stake'),
  },
  {
    id: 'ticket.price.edit',
    title: 'Type a price',
    keys: ['R'],
    pane: 'ticket',
    enabled: open,
    run: () => focusTicketField('price'),
  },
];
