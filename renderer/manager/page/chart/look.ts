/** What charts take from the place where they stand. */
export interface ChartLook {
  /** CSS px: as small as words on the page may be. */
  fontSize: number;
  fontFamily: string;
  /** The names of the series that stand under the chart, and how high that is (CSS px). */
  names: readonly string[];
  room: number;
}

export const TEXT = 'var(--chart-text)';
export const LINE = 'var(--chart-line)';
export const SURFACE = 'var(--chart-surface)';

/** So many series can be told apart. */
const SERIES = 9;

/** Not by its colour alone: each has a pattern too. The first one is plain. */
const PATTERNS = [
  null,
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: -Math.PI / 4 },
  { symbol: 'circle', dashArrayX: [8, 8], dashArrayY: 6, symbolSize: 0.7 },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4 },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 4] },
  { symbol: 'triangle', dashArrayX: [9, 9], dashArrayY: 7, symbolSize: 0.8 },
  { symbol: 'rect', dashArrayX: [4, 4], dashArrayY: [4, 0] },
  { symbol: 'diamond', dashArrayX: [10, 10], dashArrayY: 8, symbolSize: 0.8 },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 2] },
] as const;

/** How the series of this number (from 0) is filled. */
export function fillOf(number: number) {
  const at = number % SERIES;
  const pattern = PATTERNS[at] ?? null;
  return {
    color: `var(--chart-${at + 1})`,
    ...(pattern !== null && { decal: { ...pattern, color: SURFACE } }),
  };
}

/** The font of a chart. */
export function fontOf({ fontSize, fontFamily }: ChartLook) {
  return { fontSize, fontFamily };
}

/** What all charts have in common: nothing moves, nothing lights up, no words of the library's own. */
export function common(look: ChartLook) {
  const font = fontOf(look);
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { ...font, color: TEXT },
    grid: gridAbove(look.room),
    legend: { show: look.names.length > 0, ...legendOf(look) },
    tooltip: {
      trigger: 'axis',
      // As a part of the drawing: what the library writes as HTML has styles that the page's policy forbids.
      renderMode: 'richText',
      confine: true,
      transitionDuration: 0,
      backgroundColor: SURFACE,
      borderColor: TEXT,
      axisPointer: { type: 'line', animation: false, lineStyle: { color: TEXT, type: 'dashed' } },
      textStyle: { ...font, color: TEXT, textShadowBlur: 0 },
    },
  };
}

const ICON = 28;
/** Between two names, and between two rows of them. */
const GAP = 14;
const ROW = 20;

/**
 * How high the names of the series stand under a chart of this width (CSS px): the library makes no room for more than one
 * row. `widthOf`: how wide words are (CSS px).
 */
export function legendRoom(
  names: readonly string[],
  width: number,
  widthOf: (words: string) => number,
): number {
  if (names.length === 0) return 0;
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const needed = ICON + 8 + widthOf(name) + GAP;
    if (used > 0 && used + needed > width) {
      rows += 1;
      used = 0;
    }
    used += needed;
  }
  return GAP + rows * (ROW + GAP);
}

function legendOf(look: ChartLook) {
  return {
    data: [...look.names],
    bottom: 0,
    left: 0,
    right: 0,
    selectedMode: false,
    padding: 0,
    itemWidth: ICON,
    itemHeight: 16,
    itemGap: GAP,
    textStyle: { ...fontOf(look), color: TEXT, lineHeight: ROW },
  };
}

/** The frame of a chart. `room`: what stands beneath it (CSS px). */
export function gridAbove(room: number) {
  return { left: 8, right: 16, top: 16, bottom: 8 + room, containLabel: true };
}

/** An axis with names on it. */
export function categories(look: ChartLook, names: readonly string[]) {
  return {
    type: 'category',
    // Above the edges of bars of no height.
    z: 10,
    data: [...names],
    axisLine: { lineStyle: { color: TEXT } },
    axisTick: { show: false },
    axisLabel: { ...fontOf(look), color: TEXT, hideOverlap: true },
  } as const;
}

/** An axis with whole numbers on it. */
export function numbers(look: ChartLook) {
  return {
    type: 'value',
    minInterval: 1,
    axisLabel: { ...fontOf(look), color: TEXT },
    splitLine: { lineStyle: { color: LINE } },
  } as const;
}

/** Bars that stand apart from whatever they touch. */
export function barOf(number: number) {
  return {
    type: 'bar',
    barMaxWidth: 40,
    itemStyle: { ...fillOf(number), borderColor: SURFACE, borderWidth: 1 },
    emphasis: { disabled: true },
  } as const;
}

/** Bars that are the only ones of their chart. */
export function plainBarOf(number: number) {
  return { ...barOf(number), itemStyle: { color: fillOf(number).color } } as const;
}
