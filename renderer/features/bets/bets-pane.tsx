export function BetsPane() {
  return <p className="pane-empty">Nothing to show yet.</p>;
}
