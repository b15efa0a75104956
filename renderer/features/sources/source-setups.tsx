import { useEffect } from 'react';
import { sourceSetups } from '../../stores/market-data.ts';
import { useStatus } from '../../stores/status.ts';
import { useRows } from '../../stores/use-rows.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { offerOf, readOffers, useOffers } from './offers.ts';
import { SetupDialog } from './setup-dialog.tsx';
import { openForm, removeSource, useSourcesView } from './sources-view.ts';

/** Adds, changes and removes sources of the real market. */
export function SourceSetups() {
  const mode = useStatus((state) => state.status?.mode);
  const connected = useStatus((state) => state.connection === 'open');
  const { state, message } = useOffers();
  useEffect(() => {
    if (connected && mode === 'paper') void readOffers();
  }, [connected, mode]);
  if (mode !== 'paper') return null;
  if (state === 'failed')
    return (
      <div className="setups" role="alert">
        <p className="field-problem">The kinds of sources could not be read. {message}</p>
        <button type="button" className="button" onClick={() => void readOffers()}>
          Read again
        </button>
      </div>
    );
  return (
    <section className="setups" aria-label="Set up sources">
      <AddButton />
      <SetupDialog />
      <RemoveQuestion />
    </section>
  );
}

function AddButton() {
  const setups = useRows(sourceSetups);
  return (
    <p className="setup-add">
      {setups.length === 0 && <span>No source yet: add the first to see real prices.</span>}
      <button type="button" className="button source-add" onClick={() => openForm('new')}>
        Add a source <KeyCaps chord="A" />
      </button>
    </p>
  );
}

function RemoveQuestion() {
  const removing = useSourcesView((view) => view.removing);
  const offer = removing === null ? undefined : offerOf(removing);
  if (offer === undefined) return null;
  const close = () => useSourcesView.setState({ removing: null });
  return (
    <Dialog label={`Remove ${offer.name}`} onClose={close}>
      <header className="dialog-header">
        <h2>Remove {offer.name}?</h2>
      </header>
      <div className="dialog-body">
        <p>Its prices leave the market. Bets, results and the history of its prices stay.</p>
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" data-dialog-focus="" onClick={close}>
          Cancel <kbd className="key-cap">Esc</kbd>
        </button>
        {offer.secrets.length > 0 && (
          <button type="button" className="button" onClick={() => removeSource(offer, true)}>
            Remove, and forget its keys
          </button>
        )}
        <button type="button" className="button button-primary" onClick={() => removeSource(offer, false)}>
          Remove
        </button>
      </footer>
    </Dialog>
  );
}
