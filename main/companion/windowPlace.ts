import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';

/** In device-independent pixels, as Electron has them. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the window was left, and whether it filled its screen there. */
export interface KeptPlace {
  bounds: Rectangle;
  isMaximized: boolean;
}

/** As large as an old touch screen. */
const USUAL_SIZE = { width: 1024, height: 768 };

/** Down to a strip beside the POS program. */
export const MIN_SIZE = { width: 420, height: 600 };

/** The width of a strip. */
const STRIP_WIDTH = MIN_SIZE.width;

/** A screen whose usable part is smaller is filled at the first start. */
const ROOMY = { width: 1280, height: 800 };

/**
 * Where the window opens. `areas`: the usable parts of the screens that are there, the main one first. What was kept of a
 * screen that is gone holds for the main one.
 */
export function windowPlace(
  areas: readonly [Rectangle, ...Rectangle[]],
  kept: KeptPlace | null,
  { dock }: Pick<FullWindowChoices, 'dock'>,
): KeptPlace {
  const area = kept === null ? areas[0] : areaOf(areas, kept.bounds);
  if (dock !== 'none') return { bounds: stripOf(area, dock), isMaximized: false };
  if (kept !== null) return { ...kept, bounds: within(area, kept.bounds) };
  const isSmall = area.width < ROOMY.width || area.height < ROOMY.height;
  return { bounds: centred(area), isMaximized: isSmall };
}

/** Where an open window has to go because a screen has changed; null: it may stay. */
export function placeAfterChange(
  areas: readonly [Rectangle, ...Rectangle[]],
  bounds: Rectangle,
  { dock }: Pick<FullWindowChoices, 'dock'>,
): Rectangle | null {
  const placeIn = (area: Rectangle) =>
    dock === 'none' ? within(area, bounds) : stripOf(area, dock);
  // Of screens that show the same, the window may stand in its place on any.
  if (areas.some((area) => isSame(placeIn(area), bounds))) return null;
  return placeIn(areaOf(areas, bounds));
}

/** The one that has most of it; the main one where none has any. */
function areaOf(areas: readonly [Rectangle, ...Rectangle[]], bounds: Rectangle): Rectangle {
  return areas.reduce((best, area) => (shared(area, bounds) > shared(best, bounds) ? area : best));
}

function shared(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

function within(area: Rectangle, bounds: Rectangle): Rectangle {
  const width = Math.min(Math.max(bounds.width, MIN_SIZE.width), area.width);
  const height = Math.min(Math.max(bounds.height, MIN_SIZE.height), area.height);
  const x = Math.min(Math.max(bounds.x, area.x), area.x + area.width - width);
  const y = Math.min(Math.max(bounds.y, area.y), area.y + area.height - height);
  return { x, y, width, height };
}

function centred(area: Rectangle): Rectangle {
  const { width, height } = within(area, { ...area, ...USUAL_SIZE });
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { x, y, width, height };
}

function stripOf(area: Rectangle, side: 'left' | 'right'): Rectangle {
  const width = Math.min(STRIP_WIDTH, area.width);
  const x = side === 'left' ? area.x : area.x + area.width - width;
  return { x, y: area.y, width, height: area.height };
}

function isSame(one: Rectangle, other: Rectangle): boolean {
  const names = ['x', 'y', 'width', 'height'] as const;
  return names.every((name) => one[name] === other[name]);
}
