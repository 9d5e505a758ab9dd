import { useEffect, useRef } from 'react';
import { openChart } from './charts.ts';
import type { FigureContent } from './figureContent.ts';
import { legendRoom } from './look.ts';
import './chart.css';

/** The width of a page of paper, without its margins (CSS px): A4 and Letter both have it. */
const PAPER_WIDTH = 670;

/**
 * A chart. Nobody who does not see it is told of it: whoever draws one has the same numbers in a table beside it. It
 * follows the width of its place, and has that of a page when it is printed. `content`: another one is another drawing.
 */
export function Chart({ content }: { content: FigureContent }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const chart = openChart(element);
    let drawn = 0;
    const draw = (width: number) => {
      drawn = width;
      const { option, names, height } = content;
      const { fontSize, fontFamily } = getComputedStyle(element);
      const pen = document.createElement('canvas').getContext('2d');
      if (pen !== null) pen.font = `${fontSize} ${fontFamily}`;
      const widthOf = (words: string) => pen?.measureText(words).width ?? words.length * 18;
      const room = legendRoom(names, width, widthOf);
      element.style.height = `${height + room}px`;
      chart.resize({ width, height: height + room });
      const look = { fontSize: Number.parseFloat(fontSize), fontFamily, names, room };
      chart.setOption(option(look), { notMerge: true });
      // Paper does not wait for the next frame.
      chart.getZr().flush();
    };
    const toScreen = () => {
      const { clientWidth } = element;
      if (clientWidth > 0 && clientWidth !== drawn) draw(clientWidth);
    };
    const toPaper = () => draw(PAPER_WIDTH);
    toScreen();
    const follow = new ResizeObserver(toScreen);
    follow.observe(element);
    addEventListener('beforeprint', toPaper);
    addEventListener('afterprint', toScreen);
    return () => {
      removeEventListener('beforeprint', toPaper);
      removeEventListener('afterprint', toScreen);
      follow.disconnect();
      chart.dispose();
    };
  }, [content]);
  return <div className="chart-area" ref={place} aria-hidden="true" data-testid="chart-area" />;
}
