import { Command as Menu } from 'cmdk';
import { useMemo, useState } from 'react';
import type { Fixture } from '../../shared/contract/index.ts';
import { useFocus } from '../stores/focus.ts';
import { fixtures } from '../stores/market-data.ts';
import { Dialog } from '../ui/dialog.tsx';
import { formatDayAndTime } from '../ui/figures.ts';
import { KeyCaps } from '../ui/key-caps.tsx';
import { eventName } from '../ui/market-name.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { currentChords } from './key-bindings.ts';
import { closeOverlay } from './overlay.ts';
import { search } from './palette-search.ts';
import { panes } from './panes.ts';
import { showPane } from './workspace.ts';
import './palette.css';

const paneTitle = (id: string | undefined): string =>
  id === undefined ? '' : (panes.find((pane) => pane.id === id)?.title ?? id);

/** Runs a command as its key would, in its pane; the dialog has to be gone before the focus can move. */
function run(command: Command): void {
  closeOverlay();
  requestAnimationFrame(() => {
    if (command.pane === undefined) command.run();
    else showPane(command.pane, () => command.run());
  });
}

function openEvent({ event, markets }: Fixture): void {
  closeOverlay();
  const market = markets[0];
  useFocus.getState().focusOn({
    eventId: event.id,
    marketId: market?.id ?? null,
    selectionId: market?.selections[0]?.id ?? null,
  });
  requestAnimationFrame(() => showPane('market'));
}

const MOST_EVENTS = 50;

/** Every command with its key, and every event by its names. */
export function Palette({ eventsOnly }: { readonly eventsOnly: boolean }) {
  const [query, setQuery] = useState('');
  const foundCommands = useMemo(
    () =>
      eventsOnly
        ? []
        : search(
            query,
            commands,
            (command) => [`${paneTitle(command.pane)} ${command.title}`, command.title],
            500,
          ),
    [query, eventsOnly],
  );
  // Without a query the palette is the list of commands; `Find an event` lists the next to start.
  const foundEvents = useMemo(() => {
    if (query.trim() === '' && !eventsOnly) return [];
    const byStart = [...fixtures.values()].sort((a, b) => a.event.startsAt - b.event.startsAt);
    return search(
      query,
      byStart,
      ({ event }) => [eventName(event), event.away, event.competition],
      MOST_EVENTS,
    );
  }, [query, eventsOnly]);
  const placeholder = eventsOnly
    ? 'Find an event: team or competition'
    : 'Type a command, or a team to open its market';

  return (
    <Dialog label={eventsOnly ? 'Find an event' : 'Commands'} className="palette" onClose={closeOverlay}>
      <Menu label={placeholder} shouldFilter={false} loop vimBindings={false}>
        <Menu.Input
          data-dialog-focus=""
          placeholder={placeholder}
          value={query}
          onValueChange={setQuery}
          className="palette-input"
        />
        <Menu.List className="palette-list">
          <Menu.Empty className="palette-empty">
            {eventsOnly && fixtures.size === 0
              ? 'No events yet. They appear here once a source has sent them.'
              : `Nothing fits "${query}".`}
          </Menu.Empty>
          {foundCommands.length > 0 && (
            <Menu.Group heading="Commands">
              {foundCommands.map((command) => (
                <Menu.Item
                  key={command.id}
                  value={command.id}
                  disabled={command.pane === undefined && !(command.enabled?.() ?? true)}
                  onSelect={() => run(command)}
                  className="palette-item"
                >
                  <span className="palette-title">{command.title}</span>
                  <span className="palette-pane">{paneTitle(command.pane)}</span>
                  <span className="palette-keys">
                    {currentChords(command).map((chord) => (
                      <KeyCaps key={chord} chord={chord} />
                    ))}
                  </span>
                </Menu.Item>
              ))}
            </Menu.Group>
          )}
          {foundEvents.length > 0 && (
            <Menu.Group
              heading={foundEvents.length === MOST_EVENTS ? `First ${MOST_EVENTS} events` : 'Events'}
            >
              {foundEvents.map((fixture) => (
                <Menu.Item
                  key={fixture.event.id}
                  value={`event ${fixture.event.id}`}
                  onSelect={() => openEvent(fixture)}
                  className="palette-item"
                >
                  <span className="palette-title">{eventName(fixture.event)}</span>
                  <span className="palette-pane">{fixture.event.competition}</span>
                  <span className="palette-keys muted">
                    {fixture.event.status === 'live' ? 'In play' : formatDayAndTime(fixture.event.startsAt)}
                  </span>
                </Menu.Item>
              ))}
            </Menu.Group>
          )}
        </Menu.List>
      </Menu>
    </Dialog>
  );
}
