import { posix } from 'node:path';
import { circlesIn, type Graph } from './circles.ts';
import { isTest, mayImport, ROOMS, roomOf } from './rooms.ts';

/** Every source file of the rooms, from the root and with slashes, and what it imports of the project. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** What is wrong with who imports whom, in words; nothing where all is well. */
export function faultsOf(imports: Imports): string[] {
  const program = new Map([...imports].filter(([file]) => !isTest(file)));
  return [
    ...strangers(imports),
    ...circlesIn(foldersOf(program)).map(
      (circle) => `a circle of folders: ${shown(circle)}${becauseOf(circle, program)}`,
    ),
  ];
}

function strangers(imports: Imports): string[] {
  const rooms = new Set([...imports.keys()].map(roomOf));
  return [
    ...[...rooms]
      .filter((room) => !(room in ROOMS))
      .map((room) => `${room}/ is no room that dev/rooms/rooms.ts knows`),
    ...[...imports].flatMap(([file, others]) =>
      others
        .filter((other) => !mayImport(file, other))
        .map((other) => `${file} may not import ${other}`),
    ),
  ];
}

/** What stands for each file: its folder; where further folders lie beside the file, the file itself. */
function placesOf(imports: Imports): (file: string) => string {
  const parents = new Set([...imports.keys()].map((file) => posix.dirname(posix.dirname(file))));
  return (file) => (parents.has(posix.dirname(file)) ? file : posix.dirname(file));
}

function foldersOf(imports: Imports): Graph {
  const placeOf = placesOf(imports);
  const graph = new Map<string, Set<string>>();
  for (const [file, others] of imports) {
    const place = placeOf(file);
    const targets = graph.get(place) ?? new Set();
    graph.set(place, targets);
    for (const other of others.map(placeOf)) if (other !== place) targets.add(other);
  }
  return graph;
}

function shown(circle: readonly string[]): string {
  return [...circle, circle[0]].join(' → ');
}

/** The imports that make a circle of folders, a line each. */
function becauseOf(circle: readonly string[], imports: Imports): string {
  const placeOf = placesOf(imports);
  const lines = circle.flatMap((place, index) => {
    const next = circle[(index + 1) % circle.length];
    return [...imports]
      .filter(([file]) => placeOf(file) === place)
      .flatMap(([file, others]) =>
        others
          .filter((other) => placeOf(other) === next)
          .map((other) => `\n  ${file} imports ${other}`),
      );
  });
  return lines.join('');
}
