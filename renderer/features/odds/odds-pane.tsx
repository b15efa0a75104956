export function OddsPane() {
  return <p className="pane-empty">Nothing to show yet.</p>;
}
