import { useLayoutEffect, useRef } from 'react';

/**
 * Makes a list as high as the whole rows for which there is room beneath its place: half a row says nothing. The list
 * takes the rest of its box, and its rows may be of different heights. Where it does not scroll by itself (in a strip)
 * it is as long as its rows.
 */
export function useWholeRows() {
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const rows = list.current;
    const box = rows?.parentElement;
    if (!rows || !box) return;
    const cutToRows = () => {
      const isScrolling = getComputedStyle(rows).overflowY === 'auto';
      const room = box.clientHeight - rows.offsetTop;
      let height = 0;
      for (const row of rows.children) {
        const next = height + row.getBoundingClientRect().height;
        if (next > room) break;
        height = next;
      }
      rows.style.maxHeight = isScrolling ? `${height}px` : '';
    };
    const observer = new ResizeObserver(cutToRows);
    observer.observe(box);
    for (const row of rows.children) observer.observe(row);
    cutToRows();
    return () => observer.disconnect();
  });
  return list;
}
