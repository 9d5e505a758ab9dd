import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fillOf, legendRoom } from './look.ts';

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const CHART = file('chart.css');
const TOKENS = file('../../../styles/tokens.css');
const PAPER = file('../overview/overview.css');

/** The colours that a part of a style sheet gives its properties, by their names. */
function coloursOf(css: string): Map<string, string> {
  const found = css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g);
  return new Map([...found].map(([, name = '', colour = '']) => [name, colour]));
}

/** Where the dark theme begins in a stylesheet. */
const DARK = /@media \(prefers-[a-z-]+: dark\)/;

const [light = '', dark = ''] = CHART.split(DARK);
const [, darkTokens = ''] = TOKENS.split(DARK);
const [lightTokens = ''] = TOKENS.split('@media');
const [, paper = ''] = PAPER.split('@media print');

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

describe.each([
  ['the light theme', coloursOf(light), coloursOf(lightTokens).get('surface')],
  ['the dark theme', coloursOf(dark), coloursOf(darkTokens).get('surface')],
  ['paper', coloursOf(paper), '#ffffff'],
] as const)('on %s', (_, colours, surface = '') => {
  test('each of the nine colours of charts has 3:1 at least', () => {
    const series = Array.from({ length: 9 }, (_, at) => colours.get(`chart-${at + 1}`) ?? '');
    expect(new Set(series).size).toBe(9);
    for (const colour of series) expect(contrast(colour, surface)).toBeGreaterThanOrEqual(3);
  });
});

test('two series differ by their pattern, not by their colour alone', () => {
  const patterns = Array.from({ length: 9 }, (_, at) => JSON.stringify(fillOf(at).decal ?? null));
  expect(new Set(patterns).size).toBe(9);
});

test('names that have no room in one row get more of it, and none gets none', () => {
  const names = ['one', 'two', 'three'];
  const room = (width: number) => legendRoom(names, width, () => 50);
  expect(legendRoom([], 300, () => 50)).toBe(0);
  expect(room(1_000)).toBeLessThan(room(250));
  expect(room(250)).toBeLessThan(room(60));
});
