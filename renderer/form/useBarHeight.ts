import { type RefObject, useLayoutEffect } from 'react';

/**
 * Tells the styles how high the bar is that the fields scroll beneath (`--bar-height`): that goes by language, size of the
 * text and width, and what gets the focus must come out from under it with its message.
 */
export function useBarHeight(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      document.documentElement.style.setProperty('--bar-height', `${element.offsetHeight}px`);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [bar]);
}
