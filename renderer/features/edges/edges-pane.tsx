export function EdgesPane() {
  return <p className="pane-empty">Nothing to show yet.</p>;
}
