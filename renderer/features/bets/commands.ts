import type { Command } from '../../app/command.ts';

export const betsCommands: readonly Command[] = [];
