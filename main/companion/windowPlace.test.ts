import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeptPlace, placeAfterChange, type Rectangle, windowPlace } from './windowPlace.ts';

const SCREEN: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const FREE = { dock: 'none' } as const;
const kept = (bounds: Partial<Rectangle>, isMaximized = false): KeptPlace => ({
  bounds: { x: 100, y: 100, width: 1024, height: 768, ...bounds },
  isMaximized,
});

describe('the first start', () => {
  test('stands in the middle of a large screen', () => {
    expect(windowPlace([SCREEN], null, FREE)).toEqual({
      bounds: { x: 448, y: 136, width: 1024, height: 768 },
      isMaximized: false,
    });
  });

  test.each([
    ['1366×768', { width: 1366, height: 728 }],
    ['1280×800 at 125 %', { width: 1024, height: 600 }],
    ['1024×768', { width: 1024, height: 728 }],
    ['a screen on its edge', { width: 768, height: 1326 }],
  ])('fills a small one: %s', (_name, size) => {
    const area = { x: 0, y: 40, ...size };
    const { bounds, isMaximized } = windowPlace([area], null, FREE);
    expect(isMaximized).toBe(true);
    expect(contains(area, bounds)).toBe(true);
  });
});

describe('later starts', () => {
  test('are where the window was left, and as it was left', () => {
    const left = kept({ x: 1200, width: 640 }, true);
    expect(windowPlace([SCREEN], left, FREE)).toEqual({
      bounds: { x: 1200, y: 100, width: 640, height: 768 },
      isMaximized: true,
    });
    const second = { ...SCREEN, x: -1920 };
    expect(windowPlace([SCREEN, second], kept({ x: -900 }), FREE).bounds.x).toBe(-1024);
  });

  test('come back to the main screen from one that is gone', () => {
    const { bounds } = windowPlace([SCREEN], kept({ x: 4000, y: -3000 }), FREE);
    expect(bounds).toEqual({ x: 896, y: 0, width: 1024, height: 768 });
  });
});

describe('a strip', () => {
  const second: Rectangle = { x: 1920, y: 200, width: 1280, height: 680 };
  test('stands along the edge that was chosen, as high as its screen', () => {
    expect(windowPlace([SCREEN], null, { dock: 'left' })).toEqual({
      bounds: { x: 0, y: 0, width: 420, height: 1040 },
      isMaximized: false,
    });
    expect(windowPlace([SCREEN, second], kept({ x: 2000 }, true), { dock: 'right' })).toEqual({
      bounds: { x: 2780, y: 200, width: 420, height: 680 },
      isMaximized: false,
    });
  });

  test('follows a screen that changes, and goes to the main one when its own is gone', () => {
    const bounds = { x: 2780, y: 200, width: 420, height: 680 };
    expect(placeAfterChange([SCREEN, second], bounds, { dock: 'right' })).toBeNull();
    expect(placeAfterChange([SCREEN], bounds, { dock: 'right' })).toEqual({
      x: 1500,
      y: 0,
      width: 420,
      height: 1040,
    });
  });
});

test('a strip stays where it is when one screen shows a part of another', () => {
  const screens: [Rectangle, ...Rectangle[]] = [
    { x: 0, y: 0, width: 320, height: 240 },
    { x: 0, y: 0, width: 420, height: 241 },
    { x: -308, y: 0, width: 728, height: 240 },
  ];
  const left = kept({ x: -1, y: 0, width: 1, height: 1 });
  const { bounds } = windowPlace(screens, left, { dock: 'right' });
  expect(placeAfterChange(screens, bounds, { dock: 'right' })).toBeNull();
});

const area = fc.record({
  x: fc.integer({ min: -4000, max: 4000 }),
  y: fc.integer({ min: -4000, max: 4000 }),
  width: fc.integer({ min: 320, max: 4000 }),
  height: fc.integer({ min: 240, max: 4000 }),
});
const areas = fc
  .tuple(area, fc.array(area, { maxLength: 3 }))
  .map(([main, others]): [Rectangle, ...Rectangle[]] => [main, ...others]);
const anyBounds = fc.record({
  x: fc.integer({ min: -9000, max: 9000 }),
  y: fc.integer({ min: -9000, max: 9000 }),
  width: fc.integer({ min: 1, max: 9000 }),
  height: fc.integer({ min: 1, max: 9000 }),
});
const anyDock = fc.constantFrom('none', 'left', 'right');

test('whatever was kept and whatever screens are there, all of the window is on one of them', () => {
  fc.assert(
    fc.property(
      areas,
      fc.option(anyBounds),
      fc.boolean(),
      anyDock,
      (screens, bounds, isMaximized, dock) => {
        const left = bounds === null ? null : { bounds, isMaximized };
        const place = windowPlace(screens, left, { dock });
        expect(screens.some((screen) => contains(screen, place.bounds))).toBe(true);
        // And it may stay there.
        expect(placeAfterChange(screens, place.bounds, { dock })).toBeNull();
      },
    ),
    { numRuns: 500 },
  );
});

test('whatever a screen becomes, the window is moved into what is left, once', () => {
  fc.assert(
    fc.property(areas, anyBounds, anyDock, (screens, bounds, dock) => {
      const moved = placeAfterChange(screens, bounds, { dock }) ?? bounds;
      expect(screens.some((screen) => contains(screen, moved))).toBe(true);
      expect(placeAfterChange(screens, moved, { dock })).toBeNull();
    }),
    { numRuns: 500 },
  );
});

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
