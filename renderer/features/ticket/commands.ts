import type { Command } from '../../app/command.ts';

export const ticketCommands: readonly Command[] = [];
