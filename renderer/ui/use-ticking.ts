import { useEffect, useState } from 'react';

/** Draws the component again every `ms`, for clocks and ages. */
export function useTicking(ms: number): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}
