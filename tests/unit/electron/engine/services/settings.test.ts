import { describe, expect, it } from 'vitest';
import { createSettingsStore, DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { MinorUnits } from '../../../../../shared/domain/units.ts';
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

  it('that do not fit leave the others as they are, limits among them at their strictest, and are told', () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const log = createSilentLog();
    const own = { ...DEFAULT_SETTINGS, kellyFraction: 0.05, maximumEventExposure: 500 as MinorUnits };
    journal.saveSetting('settings', { ...own, suspectDistance: 11, maximumStake: '5' }, clock.now());
    const store = createSettingsStore(journal, clock, log);
    expect(store.get()).toEqual({
      ...own,
      suspectDistance: DEFAULT_SETTINGS.suspectDistance,
      maximumStake: 0,
    });
    expect(store.notice).toContain('(suspectDistance, maximumStake)');
    expect(log.lines).toHaveLength(1);
    store.save(own);
    expect(createSettingsStore(journal, clock, log)).toMatchObject({ notice: null });
  });

  it.each([['none'], [7], [[]], [null]])('that are none at all (%j) let nothing through', (stored) => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    journal.saveSetting('settings', stored, clock.now());
    const { notice, get } = createSettingsStore(journal, clock, createSilentLog());
    expect(notice).toContain('maximumStake');
    expect(get()).toMatchObject({ maximumStake: 0, maximumTotalExposure: 0, kellyFraction: 0 });
  });

  it('keep the choice of the fair line', () => {
    const journal = createMemoryJournal();
    const clock = createManualClock();
    const log = createSilentLog();
    createSettingsStore(journal, clock, log).save({ ...DEFAULT_SETTINGS, fairLine: 'mean' });
    expect(createSettingsStore(journal, clock, log).get().fairLine).toBe('mean');
  });
});
