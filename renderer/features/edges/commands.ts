import type { Command } from '../../app/command.ts';

export const edgesCommands: readonly Command[] = [];
