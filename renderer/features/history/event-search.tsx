import { type KeyboardEvent, useRef, useState } from 'react';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import { eventName } from '../../ui/market-name.ts';
import { chooseEvent, useHistoryView } from './history-view.ts';

const MOST_FOUND = 40;

/** Every event there ever was, by the names of its sides: arrows move, Enter opens. */
export function EventSearch() {
  const search = useHistoryView((view) => view.search);
  const event = useHistoryView((view) => view.event);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useAnswer(`events ${search}`, (signal) =>
    engine().call('history.events', { text: search, limit: MOST_FOUND }, { signal }),
  );
  const events = found.value ?? [];
  const choose = (chosen: SportingEvent) => {
    chooseEvent(chosen);
    setOpen(false);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(to, events.length - 1));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (key: KeyboardEvent) => {
    if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
      key.preventDefault();
      setOpen(true);
      move(at + (key.key === 'ArrowDown' ? 1 : -1));
    } else if (key.key === 'Enter' && events[at] !== undefined) choose(events[at]);
    else if (key.key === 'Escape' && open) {
      key.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="history-search">
      <input
        className="input"
        role="combobox"
        aria-label="Find an event"
        aria-expanded={open}
        aria-controls="history-events"
        aria-activedescendant={open && events[at] !== undefined ? `history-event-${at}` : undefined}
        data-history="search"
        data-pane-focus=""
        autoComplete="off"
        spellCheck={false}
        placeholder={event === null ? 'Find an event: team or competition' : eventName(event)}
        value={search}
        onChange={(change) => {
          useHistoryView.setState({ search: change.target.value.slice(0, 100) });
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(event === null || search !== '')}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div id="history-events" role="listbox" aria-label="Events" className="history-events" ref={list}>
          {events.map((each, index) => (
            <div
              key={each.id}
              id={`history-event-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              // Before the field loses the keyboard, and with it the list.
              onMouseDown={(press) => {
                press.preventDefault();
                choose(each);
              }}
            >
              <span>{eventName(each)}</span>
              <span className="muted">{each.competition}</span>
              <span className="muted figure">{formatDayAndTime(each.startsAt)}</span>
            </div>
          ))}
          {events.length === 0 && (
            <p className="muted">
              {found.problem ??
                (found.reading ? 'Searching…' : 'No event with recorded prices is called so.')}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
