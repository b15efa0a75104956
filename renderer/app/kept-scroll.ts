type Place = { readonly top: number; readonly left: number };

export type KeptScroll = {
  /** Scrolls what is in `pane` back to where the user left it. */
  readonly restore: (pane: Element) => void;
  readonly stop: () => void;
};

/**
 * Remembers where everything in `root` is scrolled to. The dock takes a pane's element out of the page and puts it back
 * when the pane is activated, moved or was hidden; the browser forgets the places then.
 */
export function keepScroll(root: Document | Element): KeptScroll {
  const places = new WeakMap<Element, Place>();
  const abort = new AbortController();
  root.addEventListener(
    'scroll',
    ({ target }) => {
      if (target instanceof Element) places.set(target, { top: target.scrollTop, left: target.scrollLeft });
    },
    { capture: true, passive: true, signal: abort.signal },
  );
  return {
    restore(pane) {
      for (const element of pane.querySelectorAll('*')) {
        const place = places.get(element);
        if (place === undefined || element.scrollTop !== 0 || element.scrollLeft !== 0) continue;
        element.scrollTop = place.top;
        element.scrollLeft = place.left;
      }
    },
    stop: () => abort.abort(),
  };
}
