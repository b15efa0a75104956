import { beforeEach, expect, it } from 'vitest';
import {
  dismissAllNotices,
  dismissNotice,
  forgetNotices,
  receiveNotices,
  useNotices,
} from '../../../../renderer/stores/notices.ts';
import type { Notice } from '../../../../shared/contract/index.ts';

const restored: Notice = { id: 'journal-restored', severity: 'warning', message: 'The backup was restored.' };
const backup: Notice = { id: 'backup-failed', severity: 'info', message: 'No backup was made.' };
const shown = () => useNotices.getState().shown;

beforeEach(() => useNotices.setState({ shown: [], dismissed: new Map() }));

it('keeps each notice, its newest words once, until it is dismissed', () => {
  receiveNotices([restored, backup]);
  const more = { ...restored, message: 'The backup of Friday was restored.' };
  receiveNotices([more]);
  expect(shown()).toEqual([more, backup]);
  dismissNotice(backup.id);
  expect(shown()).toEqual([more]);
});

it('does not bring back what was dismissed when the engine tells all again', () => {
  receiveNotices([restored, backup]);
  dismissNotice(restored.id);
  forgetNotices();
  receiveNotices([restored, backup]);
  expect(shown()).toEqual([backup]);
});

it('shows a dismissed notice again when it has news', () => {
  receiveNotices([restored]);
  dismissAllNotices();
  expect(shown()).toEqual([]);
  const again = { ...restored, message: 'Another backup was restored.' };
  receiveNotices([again]);
  expect(shown()).toEqual([again]);
});
