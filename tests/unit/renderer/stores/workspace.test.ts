import { beforeEach, expect, it, vi } from 'vitest';
import {
  attachPaneHolder,
  goBack,
  type PaneId,
  showPane,
  useWorkspace,
} from '../../../../renderer/stores/workspace.ts';

let shown: PaneId[] = [];
let open: ReadonlySet<PaneId> = new Set(['odds', 'ticket']);

beforeEach(() => {
  shown = [];
  open = new Set(['odds', 'ticket']);
  vi.stubGlobal('document', { activeElement: null, querySelector: () => null });
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => task());
  useWorkspace.setState({ active: 'odds' });
  const detach = attachPaneHolder({
    isOpen: (id) => open.has(id),
    bringToFront: (id) => {
      if (id === 'sources') return false;
      shown.push(id);
      useWorkspace.setState({ active: id });
      return true;
    },
  });
  return () => {
    detach();
    vi.unstubAllGlobals();
  };
});

it('goes back to the pane the keyboard came from', () => {
  showPane('ticket');
  goBack();
  expect(shown).toEqual(['ticket', 'odds']);
});

it('does not open a closed pane by going back', () => {
  showPane('ticket');
  open = new Set(['ticket']);
  goBack();
  expect(shown).toEqual(['ticket']);
});

it('goes on only in a pane that there is', () => {
  const then = vi.fn();
  showPane('sources', then);
  expect(then).not.toHaveBeenCalled();
  showPane('ticket', then);
  expect(then).toHaveBeenCalledOnce();
});
