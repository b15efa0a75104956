export function SourcesPane() {
  return <p className="pane-empty">Nothing to show yet.</p>;
}
