export function MarketPane() {
  return <p className="pane-empty">Nothing to show yet.</p>;
}
