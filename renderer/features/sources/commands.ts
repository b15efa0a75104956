import type { Command } from '../../app/command.ts';

export const sourcesCommands: readonly Command[] = [];
