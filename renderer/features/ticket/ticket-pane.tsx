export function TicketPane() {
  return <p className="pane-empty">Nothing to show yet.</p>;
}
