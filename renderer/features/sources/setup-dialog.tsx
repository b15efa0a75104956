import type { KeyboardEvent } from 'react';
import { sourceSetups } from '../../stores/market-data.ts';
import { useRows } from '../../stores/use-rows.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { offerName, useOffers } from './offers.ts';
import { SetupFormView } from './setup-form-view.tsx';
import { leaveForm, openForm, useSourcesView } from './sources-view.ts';

/** What can be added, or the form of one source, over the window. */
export function SetupDialog() {
  const editing = useSourcesView((view) => view.editing);
  if (editing === null) return null;
  const isNew = editing === 'new';
  return (
    <Dialog
      // The second opens anew, so that its first field has the keyboard.
      key={editing}
      label={isNew ? 'Add a source' : `Set up ${offerName(editing)}`}
      className="setup-dialog"
      onClose={leaveForm}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key leaves from every field of the form */}
      <div className="setup-frame" onKeyDown={onKeyDown}>
        {isNew ? <OfferList /> : <Form id={editing} />}
      </div>
    </Dialog>
  );
}

/** Taken before the browser closes the dialog by itself, which it does to the second Escape in a row. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  leaveForm();
}

function OfferList() {
  const offers = useOffers((state) => state.offers);
  const added = new Set(useRows(sourceSetups).map(({ id }) => id));
  const left = offers.filter(({ id }) => !added.has(id));
  return (
    <>
      <header className="dialog-header">
        <h2>Add a source</h2>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move along the buttons inside */}
      <div className="dialog-body offers" onKeyDown={moveAlong}>
        {left.length === 0 && <p className="muted">Every kind of source has been added.</p>}
        {left.map((offer, index) => (
          <button
            key={offer.id}
            type="button"
            className="offer"
            {...(index === 0 ? { 'data-dialog-focus': '' } : {})}
            onClick={() => openForm(offer.id)}
          >
            <strong>{offer.name}</strong>
            <span className="muted">{offer.description}</span>
            <span className="faint">{offer.account}</span>
          </button>
        ))}
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button button-quiet" onClick={leaveForm}>
          Cancel <KeyCaps chord="Escape" />
        </button>
      </footer>
    </>
  );
}

/** Arrows move along what can be added. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const offers = [...event.currentTarget.querySelectorAll<HTMLElement>('.offer')];
  const at = offers.findIndex((offer) => offer.contains(document.activeElement));
  event.preventDefault();
  offers[Math.max(0, Math.min(at + step, offers.length - 1))]?.focus();
}

function Form({ id }: { readonly id: string }) {
  const offer = useOffers((state) => state.offers.find((each) => each.id === id));
  const setup = useRows(sourceSetups).find((each) => each.id === id);
  if (offer === undefined) return <p className="dialog-body muted">Reading what there is to set up…</p>;
  return <SetupFormView key={id} offer={offer} setup={setup} />;
}
