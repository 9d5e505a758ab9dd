import { type RefObject, useLayoutEffect, useState } from 'react';

/** The height of as many whole rows as there is room for in an element (px): half a row says nothing. */
export function useRoomForRows(place: RefObject<HTMLElement | null>, rowHeight: number): number {
  const [room, setRoom] = useState(rowHeight);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const rows = Math.max(1, Math.floor(element.clientHeight / rowHeight));
      setRoom(rows * rowHeight);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [place, rowHeight]);
  return room;
}
