import { Command as Menu } from 'cmdk';
import { useMemo, useRef, useState } from 'react';
import type { Fixture } from '../../shared/contract/index.ts';
import type { Command } from '../stores/command.ts';
import { useFocus } from '../stores/focus.ts';
import { fixtures } from '../stores/market-data.ts';
import { showPane } from '../stores/workspace.ts';
import { Dialog } from '../ui/dialog.tsx';
import { formatDayAndTime } from '../ui/figures.ts';
import { KeyCaps } from '../ui/key-caps.tsx';
import { eventName } from '../ui/market-name.ts';
import { commands } from './commands.ts';
import { currentChords } from './key-bindings.ts';
import { closeOverlay } from './overlay.ts';
import { bestFit, search } from './palette-search.ts';
import { panes } from './panes.ts';
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
const EVENT_VALUE = 'event ';

const textsOfCommand = (command: Command): readonly string[] => [
  `${paneTitle(command.pane)} ${command.title}`,
  command.title,
];
const textsOfEvent = ({ event }: Fixture): readonly string[] => [
  eventName(event),
  event.away,
  event.competition,
];

type Found = {
  readonly commands: readonly Command[];
  readonly events: readonly Fixture[];
  /** The closest match is an event: Enter must not run a command that merely has its letters. */
  readonly eventsFirst: boolean;
  /** Chosen until the user moves. */
  readonly best: string;
};

/** Without a query the palette is the list of commands, and `Find an event` lists the next to start. */
function find(query: string, eventsOnly: boolean): Found {
  const foundCommands = eventsOnly ? [] : search(query, commands, textsOfCommand, 500);
  const byStart = [...fixtures.values()].sort((a, b) => a.event.startsAt - b.event.startsAt);
  const events = query.trim() === '' && !eventsOnly ? [] : search(query, byStart, textsOfEvent, MOST_EVENTS);
  const command = foundCommands[0];
  const event = events[0];
  const eventsFirst =
    event !== undefined &&
    (command === undefined || bestFit(query, textsOfEvent(event)) > bestFit(query, textsOfCommand(command)));
  const best = eventsFirst ? EVENT_VALUE + event.event.id : (command?.id ?? '');
  return { commands: foundCommands, events, eventsFirst, best };
}

/** Every command with its key, and every event by its names. */
export function Palette({ eventsOnly }: { readonly eventsOnly: boolean }) {
  const [query, setQuery] = useState('');
  const found = useMemo(() => find(query, eventsOnly), [query, eventsOnly]);
  const [chosen, setChosen] = useState(found.best);
  const list = useRef<HTMLDivElement>(null);
  const ask = (text: string) => {
    setQuery(text);
    setChosen(find(text, eventsOnly).best);
    list.current?.scrollTo({ top: 0 });
  };
  const placeholder = eventsOnly
    ? 'Find an event: team or competition'
    : 'Type a command, or a team to open its market';

  return (
    <Dialog label={eventsOnly ? 'Find an event' : 'Commands'} className="palette" onClose={closeOverlay}>
      <Menu
        label={placeholder}
        shouldFilter={false}
        loop
        vimBindings={false}
        value={chosen}
        onValueChange={setChosen}
      >
        <Menu.Input
          data-dialog-focus=""
          placeholder={placeholder}
          value={query}
          onValueChange={ask}
          className="palette-input"
        />
        <Menu.List ref={list} className="palette-list">
          <Menu.Empty className="palette-empty">
            {eventsOnly && fixtures.size === 0
              ? 'No events yet. They appear here once a source has sent them.'
              : `Nothing fits "${query}".`}
          </Menu.Empty>
          {found.eventsFirst && <EventItems events={found.events} />}
          <CommandItems commands={found.commands} />
          {!found.eventsFirst && <EventItems events={found.events} />}
        </Menu.List>
      </Menu>
    </Dialog>
  );
}

const CommandItems = ({ commands: found }: { readonly commands: readonly Command[] }) =>
  found.length === 0 ? null : (
    <Menu.Group heading="Commands">
      {found.map((command) => (
        <Menu.Item
          key={command.id}
          value={command.id}
          // A pane's command may become possible once the keyboard is there.
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
  );

const EventItems = ({ events }: { readonly events: readonly Fixture[] }) =>
  events.length === 0 ? null : (
    <Menu.Group heading={events.length === MOST_EVENTS ? `First ${MOST_EVENTS} events` : 'Events'}>
      {events.map((fixture) => (
        <Menu.Item
          key={fixture.event.id}
          value={EVENT_VALUE + fixture.event.id}
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
  );
