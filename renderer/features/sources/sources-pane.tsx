import { ImportForm } from './import-form.tsx';
import { MarketBar } from './market-bar.tsx';
import { QuarantineList } from './quarantine-list.tsx';
import { SourceSetups } from './source-setups.tsx';
import { SourceTable } from './source-table.tsx';
import './sources.css';
import './setup.css';

/** Where prices come from, how well, and what is to come. */
export function SourcesPane() {
  return (
    <div className="pane-body sources">
      <MarketBar />
      <SourceTable />
      <SourceSetups />
      <QuarantineList />
      <ImportForm />
    </div>
  );
}
