import { useEffect, useState } from 'react';
import { useStatus } from '../stores/status.ts';

/** For a page opened in a browser without its link. */
export function NoToken() {
  return (
    <main className="screen">
      <h1>This page needs its link</h1>
      <p>
        Overround opens with a link that is made anew each time it starts. Start it in a terminal with{' '}
        <code>npm start</code> and use the whole address it prints, which looks like{' '}
        <code>http://{location.host}/#token=…</code>
      </p>
      <p className="muted">
        If it is running already, the address stands in that terminal. Nothing was sent to the engine.
      </p>
    </main>
  );
}

const SLOW_MS = 4000;

/** Until the engine answers for the first time. */
export function Connecting() {
  const connection = useStatus((state) => state.connection);
  const reason = useStatus((state) => state.reason);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  if (connection === 'closed') {
    return (
      <main className="screen" role="alert">
        <h1>The engine refused this window</h1>
        <p>{reason ?? 'Start Overround again, and open the address it prints.'}</p>
      </main>
    );
  }
  return (
    <main className="screen" aria-busy="true">
      <h1>{slow ? 'The engine does not answer' : 'Connecting to the engine'}</h1>
      {slow && (
        <p>
          Still trying. If Overround was started again since, this link is old: open the address it printed
          last.
          {reason !== null && ` ${reason}`}
        </p>
      )}
    </main>
  );
}
