import type { ReactNode } from 'react';
import { useMediaQuery } from '../../media/useMediaQuery.ts';

interface ManagerTableProps {
  /** What a screen reader calls it. */
  label: string;
  testId: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** What stands there where there are no rows. */
  empty: string;
}

/**
 * A table of the manager's page: a real one, so that its cells are read with their headings; in a strip, where its columns
 * have no room, a list whose entries name them.
 */
export function ManagerTable({ label, testId, columns, rows, empty }: ManagerTableProps) {
  const hasRoom = useMediaQuery('(min-width: 720px)');
  if (rows.length === 0) {
    return (
      <p className="manager-empty" data-testid={`${testId}-empty`}>
        {empty}
      </p>
    );
  }
  if (!hasRoom) {
    return (
      <ul className="manager-list" aria-label={label} data-testid={testId}>
        {rows.map(({ key, cells }) => (
          <li key={key}>
            <dl>
              {cells.map((cell, index) => (
                <div key={columns[index]} hidden={cell === ''}>
                  <dt>{columns[index]}</dt>
                  <dd>{cell}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <table className="manager-table" aria-label={label} data-testid={testId}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) => (
              <td key={columns[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
