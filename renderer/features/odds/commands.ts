import type { Command } from '../../app/command.ts';

export const oddsCommands: readonly Command[] = [];
