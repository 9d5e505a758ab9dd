import { setImmediate } from 'node:timers/promises';
import { MAX_SAVES } from './movedQueue.ts';

/** Around the saves of a file, and in front of what is sealed, are fewer. */
const MOST_BRACKETS = 8;
const MOST_COMMAS = 64;

/** Twice as many as a save has: its own, those of its history, of the last answer, and of the consent. */
const MOST_BRACKETS_IN_SAVE = 12;
const MOST_COMMAS_IN_SAVE = 100;

/** After so many characters others have their turn. */
const TURN_CHARACTERS = 1_000_000;

/** The saves stand in a list in an object. */
const SAVES_DEPTH = 2;

/**
 * What stands in front of what is sealed in a file, or undefined where it is no such text. Files are somebody else's: of
 * brackets, commas and names alone a parser makes gigabytes in minutes, so they are counted before it is asked.
 */
export function readHeader(text: string): unknown {
  let [brackets, commas] = [0, 0];
  for (let at = nextSign(text, 0); at >= 0; at = nextSign(text, at + 1)) {
    if (text[at] === ',') commas += 1;
    else brackets += 1;
    if (brackets > MOST_BRACKETS || commas > MOST_COMMAS) return undefined;
  }
  return parsed(text);
}

/** The same of what was sealed: each save is parsed by itself, and others have their turn meanwhile. */
export async function readSealed(text: string): Promise<unknown> {
  const saves: unknown[] = [];
  /** What stands around the saves, with a 0 in the place of each. */
  let around = '';
  let [depth, begin, end, turn] = [0, -1, 0, 0];
  let [brackets, commas] = [0, 0];
  let [bracketsInSave, commasInSave] = [0, 0];
  for (let at = nextSign(text, 0); at >= 0; at = nextSign(text, at + 1)) {
    const sign = text[at];
    if (at - turn > TURN_CHARACTERS) {
      turn = at;
      await setImmediate();
    }
    if (sign === ',') {
      if (begin < 0) commas += 1;
      else commasInSave += 1;
    } else if (sign === '{' || sign === '[') {
      if (begin >= 0) bracketsInSave += 1;
      else if (depth === SAVES_DEPTH && sign === '{') {
        [begin, bracketsInSave, commasInSave] = [at, 0, 0];
        around += `${text.slice(end, begin)}0`;
      } else brackets += 1;
      depth += 1;
    } else {
      depth -= 1;
      if (depth === SAVES_DEPTH && begin >= 0) {
        end = at + 1;
        const save = parsed(text.slice(begin, end));
        if (save === undefined) return undefined;
        saves.push(save);
        begin = -1;
      }
    }
    const isOne =
      depth >= 0 &&
      bracketsInSave <= MOST_BRACKETS_IN_SAVE &&
      commasInSave <= MOST_COMMAS_IN_SAVE &&
      brackets <= MOST_BRACKETS &&
      commas <= saves.length + MOST_COMMAS &&
      saves.length <= MAX_SAVES;
    if (!isOne) return undefined;
  }
  return withSaves(parsed(around + text.slice(end)), saves);
}

/** Undefined where the saves did not stand in the list that has their name. */
function withSaves(around: unknown, saves: readonly unknown[]): unknown {
  if (saves.length === 0) return around;
  const { saves: places } = Object(around);
  const isList = Array.isArray(places) && places.length === saves.length;
  return isList && places.every((place) => place === 0)
    ? { ...Object(around), saves: [...saves] }
    : undefined;
}

/** Where the next bracket or comma stands that is in no text, or -1. */
function nextSign(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        at = endOfText(text, at + 1);
        if (at < 0) return -1;
        break;
      case '{':
      case '}':
      case '[':
      case ']':
      case ',':
        return at;
    }
  }
  return -1;
}

/** Where the quote stands that ends a text which begins here, or -1. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
