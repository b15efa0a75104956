import { describe, expect, it } from 'vitest';
import { createSettingsStore, DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createMemoryJournal } from '../../../../support/memory-journal.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

describe('stored settings', () => {
  it('from before a field was there keep what they have, and get its default', () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const log = createSilentLog();
    const { fairLine: _fairLine, ...old } = { ...DEFAULT_SETTINGS, minimumEv: 0.03 };
    journal.saveSetting('settings', old, clock.now());
    expect(createSettingsStore(journal, clock, log).get()).toEqual({
      ...DEFAULT_SETTINGS,
      minimumEv: 0.03,
      fairLine: 'overround-line',
    });
    expect(log.lines).toEqual([]);
  });

  it('keep the choice of the fair line', () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const log = createSilentLog();
    createSettingsStore(journal, clock, log).save({ ...DEFAULT_SETTINGS, fairLine: 'mean' });
    expect(createSettingsStore(journal, clock, log).get().fairLine).toBe('mean');
  });
});
