import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useEdgesView } from '../../../../renderer/features/edges/edge-filter.ts';
import { chooseEvent, useHistoryView } from '../../../../renderer/features/history/history-view.ts';
import { useFocus } from '../../../../renderer/stores/focus.ts';
import { fixtures } from '../../../../renderer/stores/market-data.ts';
import { useStatus } from '../../../../renderer/stores/status.ts';
import { dismissAllToasts, notify, runTopic, useToasts } from '../../../../renderer/stores/toasts.ts';
import type { Fixture } from '../../../../shared/contract/index.ts';
import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EventId } from '../../../../shared/domain/units.ts';

const open = (market: string) => useStatus.setState({ market });
const eventId = 'e1' as EventId;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  open('practice');
  fixtures.clear();
  dismissAllToasts();
});

describe('once another market is open', () => {
  it('no pane looks at an event that is not in it', () => {
    useFocus.getState().focusOn({ eventId });
    open('replay 1');
    expect(useFocus.getState().eventId).toBeNull();
  });

  it('the event stays in focus where the market has it too', () => {
    fixtures.set(eventId, {} as Fixture);
    useFocus.getState().focusOn({ eventId });
    open('replay 2');
    expect(useFocus.getState().eventId).toBe(eventId);
  });

  it('the history shows no event of the one before', () => {
    chooseEvent({ id: eventId } as SportingEvent);
    open('paper');
    expect(useHistoryView.getState().event).toBeNull();
  });

  it('edges are not filtered by a book of the one before', () => {
    useEdgesView.getState().set({ bookId: 'cedarbet' });
    open('paper');
    expect(useEdgesView.getState().bookId).toBeNull();
  });

  it('what was said of the one before is gone, but for runs, which go on', () => {
    notify('error', 'Could not place the order.');
    notify('info', 'Opening the real market…');
    notify('error', 'The training failed.', runTopic('7'));
    open('paper');
    expect(useToasts.getState().toasts.map(({ message }) => message)).toEqual(['The training failed.']);
  });
});
