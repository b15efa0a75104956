import { type KeyboardEvent, useRef, useState } from 'react';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EventId } from '../../../shared/domain/units.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { eventName } from '../../ui/market-name.ts';
import { chooseEvent, minuteText, useHistoryView } from './history-view.ts';
import { useRefresh } from './use-refresh.ts';

const MOST_FOUND = 40;

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

const close = () => useHistoryView.setState({ searching: false });

/** Every event there ever was, by the names of its sides: arrows move, Enter opens. */
export function EventSearch() {
  const { search, event, searching } = useHistoryView();
  /** `null`: the first, whichever that is. */
  const [chosen, setChosen] = useState<EventId | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const found = useAnswer(`events ${search}`, (signal) =>
    engine().call('history.events', { text: search, limit: MOST_FOUND }, { signal }),
  );
  const events = found.value ?? [];
  // Newer events come in above it.
  const at = Math.max(
    0,
    events.findIndex(({ id }) => id === chosen),
  );
  // With no event chosen the list has the pane to itself; otherwise it lies over the prices while one searches.
  const isOpen = event === null || searching;
  useRefresh(() => {
    // What is typed is looked for as it is typed: its answer doesn't move under the arrows.
    if (isOpen && search === '') found.again();
  });
  const move = (to: number) => {
    const next = Math.max(0, Math.min(to, events.length - 1));
    setChosen(events[next]?.id ?? null);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (key: KeyboardEvent) => {
    const by = MOVES[key.key];
    if (by !== undefined) {
      key.preventDefault();
      if (isOpen) move(at + by);
      else useHistoryView.setState({ searching: true });
    } else if (key.key === 'Enter' && isOpen && events[at] !== undefined) chooseEvent(events[at]);
    else if (key.key === 'Escape' && searching) {
      key.stopPropagation();
      useHistoryView.setState({ searching: false, search: '' });
    }
  };
  return (
    <>
      <div className="history-search">
        <input
          className="input"
          role="combobox"
          aria-label="Find an event"
          aria-expanded={isOpen}
          aria-controls="history-events"
          aria-activedescendant={isOpen && events[at] !== undefined ? `history-event-${at}` : undefined}
          data-history="search"
          data-pane-focus={event === null ? '' : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={event === null ? 'Find an event: team or competition' : 'Find another event'}
          value={search}
          onChange={(change) => {
            useHistoryView.setState({ search: change.target.value.slice(0, 100), searching: true });
            setChosen(null);
          }}
          onClick={() => useHistoryView.setState({ searching: true })}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
      </div>
      {isOpen && (
        <div
          id="history-events"
          role="listbox"
          aria-label="Events"
          className={event === null ? 'history-events' : 'history-events is-over'}
          ref={list}
        >
          {events.map((each, index) => (
            <EventOption key={each.id} event={each} index={index} selected={index === at} />
          ))}
          {events.length === 0 && <Nothing text={search} found={found} />}
        </div>
      )}
    </>
  );
}

const EventOption = ({
  event,
  index,
  selected,
}: {
  readonly event: SportingEvent;
  readonly index: number;
  readonly selected: boolean;
}) => (
  <div
    id={`history-event-${index}`}
    role="option"
    tabIndex={-1}
    aria-selected={selected}
    // Before the field loses the keyboard, and with it the list.
    onMouseDown={(press) => {
      press.preventDefault();
      chooseEvent(event);
    }}
  >
    <span>{eventName(event)}</span>
    <span className="muted">{event.competition}</span>
    <span className="muted figure">{minuteText(event.startsAt)}</span>
  </div>
);

function Nothing({
  text,
  found: { problem, reading, again },
}: {
  readonly text: string;
  readonly found: { readonly problem: string | null; readonly reading: boolean; readonly again: () => void };
}) {
  if (problem !== null)
    return (
      <div className="pane-empty" role="alert">
        <strong>The events could not be read</strong>
        <span>{problem}</span>
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      </div>
    );
  if (reading) return <p className="muted">Searching…</p>;
  return text.trim() === '' ? (
    <div className="pane-empty">
      <strong>No prices are kept yet</strong>
      <span>
        Every change of a price is recorded while a market is open: its events are listed here as they come.
      </span>
    </div>
  ) : (
    <p className="muted">No event with recorded prices is called so.</p>
  );
}
