import './history.css';
import { AsOfView } from './as-of-view.tsx';
import { EventSearch } from './event-search.tsx';
import { ExportForm } from './export-form.tsx';
import { useHistoryView } from './history-view.ts';
import { StorageSection } from './storage-section.tsx';

/** Recorded prices: how they stood at any moment, what they take, and taking them along. */
export function HistoryPane() {
  const event = useHistoryView((view) => view.event);
  return (
    <div className="history-pane">
      <div className="history-main">
        <EventSearch />
        {event === null ? (
          <div className="pane-empty">
            <strong>No event chosen</strong>
            <span>Find one above: its prices at any moment are shown here, between opening and close.</span>
          </div>
        ) : (
          <AsOfView key={event.id} event={event} />
        )}
      </div>
      <div className="history-side">
        <StorageSection />
        <ExportForm />
      </div>
    </div>
  );
}
