import type { KeyboardEvent } from 'react';
import './history.css';
import { AsOfView } from './as-of-view.tsx';
import { EventSearch } from './event-search.tsx';
import { ExportForm } from './export-form.tsx';
import { useHistoryView } from './history-view.ts';
import { cancelWork } from './history-work.ts';
import { StorageSection } from './storage-section.tsx';

/** Recorded prices: how they stood at any moment, what they take, and taking them along. */
export function HistoryPane() {
  const event = useHistoryView((view) => view.event);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the fields in it
    <div className="history-pane" onKeyDown={cancelOnEscape}>
      <div className="history-main">
        <EventSearch />
        {event !== null && <AsOfView key={event.id} event={event} />}
      </div>
      <div className="history-side">
        <StorageSection />
        <ExportForm />
      </div>
    </div>
  );
}

/** Commands don't hear keys typed into a field, and a compaction or export is begun from one. */
function cancelOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') cancelWork();
}
