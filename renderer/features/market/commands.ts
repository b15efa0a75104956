import type { Command } from '../../app/command.ts';

export const marketCommands: readonly Command[] = [];
