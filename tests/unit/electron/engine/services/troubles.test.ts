import { describe, expect, it } from 'vitest';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const failing = (message: string) => () => {
  throw new Error(message);
};

describe('troubles', () => {
  it('are told until the same task succeeds, each sentence once', () => {
    const log = createSilentLog();
    const troubles = createTroubles(log);
    expect(troubles.current()).toBeNull();
    troubles.guard('quotes', failing('The disk is full.'));
    troubles.guard('events', failing('The disk is full.'));
    troubles.guard('quotes', failing('The disk is full.'));
    expect(troubles.current()).toBe('The disk is full.');
    expect(log.lines).toHaveLength(2);
    troubles.guard('quotes', () => {});
    expect(troubles.current()).toBe('The disk is full.');
    troubles.guard('events', failing('The file is locked.'));
    expect(troubles.current()).toBe('The file is locked.');
    troubles.guard('events', () => {});
    expect(troubles.current()).toBeNull();
  });
});
