import { create } from 'zustand';
import { Dialog } from '../../ui/dialog.tsx';

/** What a mark on a price looks like, in its own classes, and what it says. */
const MARKS: readonly { readonly mark: string; readonly name: string; readonly text: string }[] = [
  {
    mark: 'is-best',
    name: 'Framed, bold',
    text: 'the best price to back after commission, of those that may be traded',
  },
  { mark: 'has-edge', name: 'Bar on the left', text: 'an edge: listed in the Edges pane' },
  { mark: 'is-ageing', name: 'Paler', text: 'its source has missed a turn, or has been quiet for long' },
  {
    mark: 'is-stale',
    name: 'Italic, dotted underline',
    text: 'stale: older than may be traded; it prices nothing and takes no order',
  },
  {
    mark: 'is-suspended',
    name: 'Hatched',
    text: 'the market or the book is suspended, or its prices are not to be relied on now',
  },
  {
    mark: 'is-suspect',
    name: 'Struck out',
    text: 'suspect: far from what the other books say; takes no order',
  },
  { mark: 'went-up', name: 'Lit for a moment', text: 'the price has just risen; reddish: fallen' },
];

const useMarks = create<{ readonly open: boolean }>(() => ({ open: false }));
export const showMarks = (): void => useMarks.setState({ open: true });
const hideMarks = (): void => useMarks.setState({ open: false });

/** What the marks on prices mean, each shown as it looks. */
export function PriceMarks() {
  const open = useMarks((state) => state.open);
  if (!open) return null;
  return (
    <Dialog label="Marks on prices" className="marks-dialog" onClose={hideMarks}>
      <header className="dialog-header">
        <h2>Marks on prices</h2>
      </header>
      <div className="dialog-body">
        <dl className="marks">
          {MARKS.map(({ mark, name, text }) => (
            <div key={mark} className="mark">
              <dt>
                <span className={`mark-sample ${mark}`}>3.45</span>
                {name}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" data-dialog-focus="" onClick={hideMarks}>
          Close <kbd className="key-cap">Esc</kbd>
        </button>
      </footer>
    </Dialog>
  );
}
